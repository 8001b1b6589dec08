import { parseArgs } from 'node:util';
import { maxDays } from '../../../lambdas/sessions/plan-days.js';
import { countDays, isDay } from '../../../lambdas/shared/lake/days.js';
import { defaultState, stateFolder } from '../../terminal/command.js';
import type { MachineOptions } from '../rework/find-machine.js';
import { checkMachine } from '../rework/machine-arn.js';

/** What a person asked for. */
export interface SessionsOptions extends MachineOptions {
  /** As the schedule's, but for what was said. */
  readonly input: { readonly from?: string; readonly to?: string; readonly lateDays?: number };
}

export const help = `npm run sessions -- [options]    makes the session documents of days, whole and anew

  --from DAY          first day, such as 2026-11-20, in the stage's time zone; without it, as the schedule does:
                      yesterday, and the days before it that late events may belong to (sessions.lateDays)
  --to DAY            last day (default --from; today may be one, as far as it has come)
  --late-days N       how many days after its own an event is looked for, 0 to 366 (default sessions.lateDays)
  --state DIR         folder of the runner's state (default .sunstream)
  --state-machine ARN of a deployed stack, its output SessionsStateMachine, with your AWS credentials
  --execution ARN     looks at one that was started before, instead of starting one
  --help              this text

Exit code 0 when all days were made; 1 when one was not, one is running already, or there is no runner; 2 for options
that make no sense; 130 after Ctrl-C, and the execution goes on.
`;

/**
 * Reads the options of the command.
 *
 * @returns the options; `undefined` when the help was asked for
 * @throws Error in one line for options that make no sense
 */
export function readOptions(args: readonly string[]): SessionsOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      'late-days': { type: 'string' },
      state: { type: 'string', default: defaultState },
      'state-machine': { type: 'string' },
      execution: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { from, to, execution } = values;
  const late = values['late-days'];
  checkDays(from, to);
  if (late !== undefined && !(/^\d{1,3}$/.test(late) && Number(late) <= 366)) {
    throw wrong('late-days', 'a whole number from 0 to 366', late);
  }
  checkMachine('sessions', 'makes sessions', values);
  return {
    input: {
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(late !== undefined && { lateDays: Number(late) }),
    },
    state: stateFolder(values.state),
    stateMachine: values['state-machine'],
    execution,
  };
}

function checkDays(from: string | undefined, to: string | undefined): void {
  for (const [option, day] of Object.entries({ from, to })) {
    if (day !== undefined && !isDay(day)) throw wrong(option, 'a day such as 2026-11-20', day);
  }
  if (to !== undefined && from === undefined) throw new Error('--from: expected a day beside --to, found none.');
  if (from !== undefined && to !== undefined && to < from) throw wrong('to', `a day not before --from ${from}`, to);
  const days = from === undefined || to === undefined ? 1 : countDays({ from, to });
  if (days > maxDays) throw wrong('to', `at most ${maxDays} days, the first among them`, `${to}, which makes ${days}`);
}

const wrong = (option: string, expected: string, found: string): Error =>
  new Error(`--${option}: expected ${expected}, found "${found}".`);
