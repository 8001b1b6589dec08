import { parseArgs } from 'node:util';
import { hourMs, hourOf } from '../../../lib/books/counts.js';
import { readConfig } from '../../../lib/config/config.js';
import { defaultState, stateFolder } from '../../terminal/command.js';
import { readWhen } from '../../terminal/read-when.js';

export const help = `npm run books -- [options]    counts of each stage, hour by hour, and whether they add up

  --since TIME      first hour: a date such as 2026-11-20 or 2026-11-20T06:30Z (UTC), or an age: 30m, 12h, 2d
                    (default all that is in the state folder; 24h with --aws)
  --until TIME      last hour, in the same forms (default now)
  --state DIR       folder of the runner's state, up or not (default .sunstream)
  --aws             of a deployed stack, from CloudWatch, with your AWS credentials
  --stage NAME      whose stack, a stage of lib/config/stages/ (default prod; with --aws)
  --stack NAME      the stack's name, where it isn't sunstream-<stage> (with --aws)
  --region NAME     its region (default the one of your AWS settings; with --aws)
  --json            prints JSON
  --help            this text

exit code 0: balanced, or under way; 1: a hop differs; 2: the books, or a part of them,
could not be read
`;

/** "CloudWatch: data points with a period of 3600 seconds are available for 455 days". */
const metricDays = 455;

export interface BooksOptions {
  readonly help: boolean;
  readonly json: boolean;
  /** Begin of an hour; `undefined` for all that there is. */
  readonly since: number | undefined;
  readonly until: number;
  readonly state: string;
  /** The deployed stack to ask for; `undefined` for the runner of this machine. */
  readonly stack: string | undefined;
  readonly region: string | undefined;
}

/** @throws Error naming the option, what was found and what was expected */
export function readBooksOptions(args: readonly string[], now: number): BooksOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      since: { type: 'string' },
      until: { type: 'string' },
      state: { type: 'string' },
      aws: { type: 'boolean', default: false },
      stage: { type: 'string' },
      stack: { type: 'string' },
      region: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { aws, help, json, region, stage = 'prod', stack = `sunstream-${stage}` } = values;
  const stray = (aws ? (['state'] as const) : onlyAws).find((name) => values[name] !== undefined);
  if (stray) throw new Error(`--${stray}: expected ${aws ? 'without' : 'with'} --aws. --help lists the options.`);
  if (values.stack === undefined) readConfig(stage);
  const state = stateFolder(values.state ?? defaultState);
  return { ...readRange(values, aws, now), help, json, state, stack: aws ? stack : undefined, region };
}

const onlyAws = ['stage', 'stack', 'region'] as const;

interface Range {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

function readRange({ since: given, until: end }: Range, aws: boolean, now: number) {
  const until = end === undefined ? now : readWhen('--until', end, now);
  const text = given ?? (aws ? '24h' : undefined);
  if (text === undefined) return { since: undefined, until };
  const since = hourOf(readWhen('--since', text, now));
  if (since >= until) {
    throw new Error(`--since: expected a time before ${new Date(until).toISOString()}, found "${text}".`);
  }
  if (aws && since < now - metricDays * 24 * hourMs) {
    throw new Error(`--since: expected at most ${metricDays} days back, as far as CloudWatch goes, found "${text}".`);
  }
  return { since, until };
}
