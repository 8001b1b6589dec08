import { parseArgs } from 'node:util';
import { defaultState, stateFolder } from '../../terminal/command.js';
import { readWhen } from '../../terminal/read-when.js';
import type { MachineOptions } from './find-machine.js';
import { type Kind, kinds } from './kinds.js';
import { isArnOf, isMachineOf, machineOptions } from './machine-arn.js';

/** What a person asked for. */
export interface ReworkOptions extends MachineOptions {
  /** Stage or reason. Absent where an execution is only looked at. */
  readonly chosen: string | undefined;
  /** ISO 8601. */
  readonly since: string | undefined;
  readonly dryRun: boolean;
}

export function helpOf({ name, choice, choices, does, output }: Kind): string {
  return `npm run ${name} -- --${choice} NAME [options]    ${does}

  --${choice.padEnd(18)}${choices.join(', ')}
  --since WHEN        from then on: a date such as 2026-11-20 or 2026-11-20T06:30:00Z (UTC), or an age: 30m, 12h, 2d
  --dry-run           says what there is to do, and changes nothing
  --state DIR         folder of the runner's state (default .sunstream)
  --state-machine ARN of a deployed stack, its output ${output}, with your AWS credentials
  --execution ARN     looks at one that was started before, instead of starting one
  --help              this text

Exit code 0 when all was done; 1 when something is left, one is running already, or there is no runner; 2 for options
that make no sense; 130 after Ctrl-C, and the execution goes on.
`;
}

/**
 * Reads the options of a command.
 *
 * @param now epoch milliseconds
 * @returns the options; `undefined` when the help was asked for
 * @throws Error in one line for options that make no sense
 */
export function readOptions(kind: Kind, args: readonly string[], now: number): ReworkOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      [kind.choice]: { type: 'string' },
      since: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      state: { type: 'string', default: defaultState },
      'state-machine': { type: 'string' },
      execution: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const text = (name: string) => values[name] as string | undefined;
  const chosen = text(kind.choice);
  if (text('execution') === undefined) {
    if (chosen === undefined) {
      throw new Error(`--${kind.choice}: expected one of ${kind.choices.join(', ')}, found none.`);
    }
    const refusal = kind.refuse(chosen);
    if (refusal !== undefined) throw new Error(refusal);
  }
  for (const option of machineOptions) checkOther(kind, option, text(option));
  const since = text('since');
  return {
    chosen,
    since: since === undefined ? undefined : new Date(readWhen('--since', since, now)).toISOString(),
    dryRun: values['dry-run'] === true,
    state: stateFolder(text('state') ?? defaultState),
    stateMachine: text('state-machine'),
    execution: text('execution'),
  };
}

/** The two commands are told from each other by name, since one is easily taken for the other. */
function checkOther({ name, output }: Kind, option: (typeof machineOptions)[number], arn: string | undefined): void {
  if (arn === undefined) return;
  if (!isArnOf[option].test(arn)) {
    const where = option === 'execution' ? 'which the command prints when it starts one' : `the output ${output}`;
    throw new Error(`--${option}: expected an ARN, ${where}, found "${arn}".`);
  }
  const other = Object.values(kinds).find((kind) => kind.name !== name && isMachineOf(kind.name, arn));
  if (!other) return;
  throw new Error(`--${option}: expected that of a ${name}, found that of a ${other.name}: use npm run ${other.name}.`);
}
