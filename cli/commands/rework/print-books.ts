import { maxProblems, type Problem, type RunBooks } from '../../../lambdas/shared/rework/run-books.js';
import { type Kind, unfinished } from './kinds.js';

/** What a run was asked for, as its input says. */
export interface RunInput {
  readonly stage?: string;
  readonly reason?: string;
  readonly since?: string;
  readonly dryRun?: boolean;
}

/** The books of a run as a person reads them: a line a count that there is, and what was left, and why. */
export function printRunBooks(kind: Kind, input: RunInput, { counts, problems }: RunBooks): string {
  const chosen = input[kind.choice] ?? '';
  const since = input.since === undefined ? '' : ` since ${input.since}`;
  const isNothing = [kind.due, ...unfinished].every((name) => !counts[name]);
  if (isNothing) return `${kind.nothing(chosen)}${since}: nothing to do.\n`;
  const head = `${kind.name} of ${chosen}${since}${input.dryRun ? ' (dry run: this is what there is; nothing was changed)' : ''}`;
  const rows = kind.rows
    .filter(([name]) => counts[name] !== undefined)
    .map(([name, label]) => `  ${label.padEnd(18)}${counts[name]}${detailsOf(name, counts)}`);
  const left = printProblems(problems);
  return `${[head, '', ...rows, ...(left.length > 0 ? ['', ...left] : [])].join('\n')}\n`;
}

/** `stillFailing.schema` and its like stand beside `stillFailing`. */
function detailsOf(name: string, counts: RunBooks['counts']): string {
  const parts = Object.entries(counts).filter(([other]) => other.startsWith(`${name}.`));
  if (parts.length === 0) return '';
  return ` (${parts.map(([other, value]) => `${other.slice(name.length + 1)} ${value}`).join(', ')})`;
}

/** Texts that are printed; what is wrong with many objects is mostly one thing. */
const maxTexts = 10;

/** Each text once, with how many objects or lines it was said of. */
function printProblems(problems: readonly Problem[]): string[] {
  const same = new Map<string, Problem[]>();
  for (const one of problems) {
    const text = one.problem.replace(/^line \d+: /, '');
    same.set(text, [...(same.get(text) ?? []), one]);
  }
  const [named, others] = [[...same].slice(0, maxTexts), [...same.values()].slice(maxTexts).flat()];
  return [
    ...named.map(([text, [first, ...more]]) =>
      more.length === 0
        ? `  ${first?.key}\n    ${first?.problem}`
        : `  ${first?.key} and ${more.length} more\n    ${more.length + 1} times: ${text}`,
    ),
    ...(others.length > 0 ? [`  and ${others.length} more`] : []),
    ...(problems.length >= maxProblems ? [`  Of the problems only the first ${maxProblems} are kept.`] : []),
  ];
}
