import { failedLines } from '../../lambdas/shared/frames/failed-lines.js';
import { aFailedEvent } from '../factories/failed-events.js';
import { aStoredSessionEvent, inIndia } from '../factories/session-events.js';

/** A line of the lake, by the name that its table has in tests. `hour` is '' where the table has no such folder. */
export interface ExampleLine {
  readonly table: 'telemetry' | 'failed' | 'sessions';
  readonly dt: string;
  readonly hour: string;
  readonly line: string;
}

const noon = inIndia('2026-11-20T12:00:00');

/** A step of the plan `signup`. */
const aStep = (sid: string, step: string, ms: number, mid: string) =>
  JSON.stringify(
    aStoredSessionEvent({
      mid,
      ets: noon + ms,
      context: { did: `device of ${sid}`, sid },
      plan: { name: 'signup', step },
    }),
  );
const anEventOf = (channel: string, eid: string) => JSON.stringify(aStoredSessionEvent({ eid, context: { channel } }));

/** Keys that differ by case alone, which readers of JSON by columns fold. */
const sent = (mid: string, ver: string) =>
  `{"eid":"INTERACT","mid":"${mid}","context":{"pdata":{"id":"portal","ver":"${ver}"}},"edata":{"type":5,"ID":"a","id":"b","Id":"c"}}`;
const wrongType = { reason: 'schema', pointer: '/edata/type', expected: 'string', found: 'number' } as const;
const failed = (mid: string, ver: string, time: string) =>
  failedLines(aFailedEvent({ ...wrongType, raw: sent(mid, ver), at: Date.parse(`2026-11-20T${time}Z`) }))[0] ?? '';
const [first, second, third] = [
  failed('f-1', '5.0', '10:00:00'),
  failed('f-2', '5.0', '11:00:00'),
  failed('f-3', '5.1', '12:00:00'),
];
/** As long as one may be, and more: the book has it in another form. */
const tooLong = failedLines(
  aFailedEvent({
    reason: 'too-large',
    pointer: '',
    expected: 'at most 1048576 bytes',
    found: '2000000',
    at: Date.parse('2026-11-20T09:00:00Z'),
    raw: `{"eid":"LOG","text":"${'x'.repeat(2_000_000)}"}`,
  }),
);

const aSession = (sid: string, timespent: number, interactions: number, exitpage: string, pages: readonly object[]) =>
  JSON.stringify({
    sessionid: `id of ${sid}`,
    did: 'd-1',
    sid,
    uid: 'u-1',
    channel: 'portal',
    pdata: { id: 'app' },
    dt: '2026-11-20',
    starttime: noon,
    endtime: noon + 1_000,
    duration: timespent,
    timespent,
    pageviews: pages.length,
    interactions,
    events: [{ eid: 'INTERACT', count: interactions }],
    exitpage,
    pages,
    workflows: [],
    plansteps: [],
    continued: false,
    shortened: false,
  });

const on = (table: ExampleLine['table'], dt: string, ...lines: readonly string[]): ExampleLine[] =>
  lines.map((line) => ({ table, dt, hour: table === 'sessions' ? '' : '12', line }));

/** The lake that the examples are asked of. */
export const exampleLines: readonly ExampleLine[] = [
  ...on(
    'telemetry',
    '2026-11-20',
    aStep('s-1', 'form-shown', 0, 'a'),
    aStep('s-1', 'submit-form', 1, 'b').replace(`${noon + 1},`, `${noon}.5,`),
    aStep('s-1', 'otp-page-shown', 2, 'c'),
    aStep('submits first', 'submit-form', 0, 'a'),
    aStep('submits first', 'form-shown', 1, 'b'),
    aStep('in one millisecond', 'form-shown', 0, 'a'),
    aStep('in one millisecond', 'submit-form', 0, 'b'),
    aStep('leaves', 'form-shown', 0, 'a'),
  ),
  ...on(
    'telemetry',
    '2026-11-21',
    anEventOf('my-channel', 'IMPRESSION'),
    anEventOf('my-channel', 'START'),
    anEventOf('my-channel', 'IMPRESSION'),
    anEventOf('other', 'START'),
    'no JSON',
  ),
  ...on('failed', '2026-11-20', third, first, second, ...tooLong),
  ...on(
    'sessions',
    '2026-11-20',
    aSession('s-1', 130, 1, 'otp', [
      { page: 'home', ets: noon, timespent: 40.5 },
      { page: 'otp', type: 'view', env: 'signup', ets: noon + 500, timespent: 10 },
    ]),
    aSession('s-2', 10, 4, '/citizen/home', [{ page: 'home', ets: noon, timespent: 10 }]),
  ),
];

const pagesSeen = [
  ['home', '2', '25.3'],
  ['otp', '1', '10'],
];
const on20 = (time: string) => `2026-11-20T${time}.000Z`;

/** What each example answers, by its name; cells as text, numbers without idle zeros, NULL as ''. */
export const exampleAnswers: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'failed-events.md 1': [
    ['schema', '/edata/type', 'string', 'number', '3'],
    ['too-large', '', 'at most 1048576 bytes', '2000000', '1'],
  ],
  'failed-events.md 2': [
    ['too-large', '', '', '', on20('09:00:00'), on20('09:00:00'), '1'],
    ['schema', '/edata/type', 'portal', '5', on20('10:00:00'), on20('11:00:00'), '2'],
    ['schema', '/edata/type', 'portal', '5.1', on20('12:00:00'), on20('12:00:00'), '1'],
  ],
  'failed-events.md 3': [
    [on20('10:00:00'), 'f-1', first],
    [on20('11:00:00'), 'f-2', second],
    [on20('12:00:00'), 'f-3', third],
  ],
  'reading-the-lake.md 1': [
    ['IMPRESSION', '2'],
    ['START', '1'],
  ],
  'reading-the-lake.md 2': [['2026-11-21', '5', '1']],
  'sessions.md 1': [['2026-11-20', 'portal', '2', '1', '70', '3']],
  'sessions.md 2': pagesSeen,
  'sessions.md 3': pagesSeen,
  'sessions.md 4': [
    ['s-1', 'Common'],
    ['s-2', 'Citizen'],
  ],
  'sessions.md 5': [
    ['s-1', '0.46'],
    ['s-2', '4'],
  ],
  'tracking-plans.md 1': [
    ['form-shown', '4'],
    ['submit-form', '3'],
    ['otp-page-shown', '1'],
  ],
  'tracking-plans.md 2': [['4', '2', '1']],
};

/** A cell of an answer as `exampleAnswers` has it. */
export function cellText(value: unknown): string {
  const text = String(value ?? '');
  return /^-?\d+\.\d+$/.test(text) ? String(Number(text)) : text;
}

/** Asked besides: a failed event keeps keys that differ by case alone. */
export const keysByCase = {
  sql: `SELECT json_extract_scalar(line, '$.event.edata.ID') AS upper, json_extract_scalar(line, '$.event.edata.id') AS lower,
          json_extract_scalar(line, '$.event.edata.Id') AS mixed
        FROM failed WHERE json_extract_scalar(line, '$.event.mid') = 'f-1'`,
  answer: [['a', 'b', 'c']],
};
