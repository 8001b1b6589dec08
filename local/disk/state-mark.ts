import { existsSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { projectRoot } from '../../lib/project-root.js';

/** How the state lies in its folder; it changes when a runner can't go on with what an earlier one left. */
const layout = 1;

/** File that tells a runner's folder from any other. */
const markName = 'made-by-sunstream';

/** All that a runner may make in its folder. */
const entries: readonly string[] = [
  'athena',
  'cdk.out',
  'dynamodb',
  'event-sources',
  'faults',
  'faults.json',
  'firehose',
  'kinesis',
  'kms',
  'lock',
  'logs',
  'notices',
  'running.json',
  'running.json.new',
  's3',
  'secrets',
  'state-machines',
];

/** What a runner wrote about the folder that it took. */
interface Mark {
  readonly layout: number;
  /** Names of what it makes in there. */
  readonly entries: readonly string[];
  /** Whether it made the folder too. */
  readonly madeFolder: boolean;
}

/** A folder as `--state` may name one. */
export type StateKind =
  | { readonly kind: 'absent' | 'empty' }
  | (Mark & {
      readonly kind: 'marked';
      /** Names of what the runner made in there, the mark not among them. */
      readonly own: readonly string[];
    });

/**
 * Looks at what a person named as the state folder.
 *
 * @throws Error in one line for what no runner may take or remove: a file, a home, a root, a git checkout, a folder with
 * the project in it, and any that has files and isn't marked as a runner's
 */
export function lookAtState(state: string): StateKind {
  if (!existsSync(state)) return { kind: 'absent' };
  if (!statSync(state).isDirectory()) throw refusal(state, 'a file');
  const why = forbidden(realpathSync(state));
  if (why) throw refusal(state, why);
  const names = readdirSync(state);
  if (names.length === 0) return { kind: 'empty' };
  if (!names.includes(markName)) throw refusal(state, `another one, with ${list(names)}`);
  const mark = readMark(state);
  const others = names.filter((name) => name !== markName);
  if (mark) {
    const own = others.filter((name) => mark.entries.includes(name));
    return { kind: 'marked', own, ...mark };
  }
  // Earlier versions put an empty mark into any folder that they were given: then nobody can say whose its entries are.
  const foreign = others.filter((name) => !entries.includes(name));
  if (foreign.length > 0) {
    throw refusal(state, `one that an earlier version took although it had ${list(foreign)} in it`);
  }
  return { kind: 'marked', own: others, layout, entries, madeFolder: true };
}

/** Marks a folder as a runner's, which takes it. @throws Error when another layout lies in there */
export function markState(state: string, found: StateKind): void {
  const isMarked = found.kind === 'marked';
  if (isMarked && found.layout !== layout) {
    throw new Error(
      `${state}: expected state of layout ${layout}, found layout ${found.layout}, of another version of Sunstream. Choose another folder with --state, or remove this one with npm run reset.`,
    );
  }
  const mark: Mark = {
    layout,
    entries: isMarked ? [...new Set([...entries, ...found.entries])] : entries,
    madeFolder: isMarked ? found.madeFolder : found.kind === 'absent',
  };
  writeFileSync(markOf(state), `${JSON.stringify(mark)}\n`);
}

export const markOf = (state: string): string => join(state, markName);

/** Why a folder is never a state folder, whatever is in it. */
function forbidden(folder: string): string | undefined {
  if (dirname(folder) === folder) return 'the root of a disk';
  if (existsSync(homedir()) && folder === realpathSync(homedir())) return 'your home';
  if (existsSync(join(folder, '.git'))) return 'a git checkout';
  if (`${realpathSync(projectRoot)}${sep}`.startsWith(`${folder}${sep}`)) return 'a folder with Sunstream itself in it';
  return undefined;
}

/** @returns `undefined` for the empty mark of an earlier version, or one that a crash cut short */
function readMark(state: string): Mark | undefined {
  try {
    const mark: Partial<Mark> | null = JSON.parse(readFileSync(markOf(state), 'utf8'));
    if (!Number.isInteger(mark?.layout) || !Array.isArray(mark?.entries)) return undefined;
    return { layout: mark.layout as number, entries: mark.entries, madeFolder: mark.madeFolder === true };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function refusal(state: string, found: string): Error {
  return new Error(
    `${state}: expected no folder, an empty one or the state folder of a runner, found ${found}. Nothing was changed. Name another with --state.`,
  );
}

const maxListed = 3;

function list(names: readonly string[]): string {
  const more = names.length - maxListed;
  return `${names.slice(0, maxListed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
