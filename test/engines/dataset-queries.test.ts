import { planDays } from '../../lambdas/sessions/plan-days.js';
import { prepareRun } from '../../lambdas/shared/exhaust/prepare-run.js';
import { queries } from '../../lambdas/shared/exhaust/queries.generated.js';
import { readResult } from '../../lambdas/shared/lake/read-result.js';
import { type AnswerOverrides, aBot, aStoredAnswer, conversation } from '../factories/exhausts.js';
import { cutDown, jsonNumbers, linesWith, wholeNumbersOf } from '../factories/json-numbers.js';
import { aStoredSessionEvent } from '../factories/session-events.js';
import { useAthena } from '../support/athenas.js';
import { describeWith } from './describe-with.js';
import { type LakeLine, runTrino, type TrinoAnswer, type TrinoQuery } from './run-trino.js';

const inIndia = (time: string) => Date.parse(`${time}+05:30`);
const settings = { timeZone: 'Asia/Kolkata', maxDays: 400, lateDays: 7, uciPdata: '%.uci.%' };
const odd = `it's "odd" \\ % ä😀`;

const stored = (dt: string, mid: string, overrides: AnswerOverrides = {}): LakeLine => ({
  line: JSON.stringify(aStoredAnswer({ mid, fingerprint: mid, ...overrides })),
  dt,
  hour: '12',
});

/** Of a device, without a sid. */
const digitStart = aStoredSessionEvent({
  mid: 'of DIGIT',
  eid: 'START',
  ets: inIndia('2026-11-20T12:00:00'),
  context: { channel: 'org.egov', did: 'd-ä', sid: '' },
  edata: { type: 'page', url: odd, 'web-browser': 'Chrome', platform: 'Android', cityId: 'pb.amritsar' },
});

const noonOf = inIndia('2026-11-20T12:00:00');
/** With its times as JSON may also write them. */
const timed = (mid: string, time: string): string =>
  JSON.stringify(aStoredSessionEvent({ mid, ets: noonOf, context: { channel: 'org-1', sid: 'timed' } })).replace(
    /"(ets|syncts)":\d+/g,
    `"$1":${time}`,
  );
/** From elsewhere, without a fingerprint. */
const imported = (title: string): string => {
  const { metadata: _, ...event } = aStoredAnswer({ mid: 'imported', item: { title } });
  return JSON.stringify(event);
};
const ofOneMillisecond = ['END', 'SUMMARY', 'INTERACT', 'ASSESS', 'START'].map((eid, index) =>
  JSON.stringify(
    aStoredSessionEvent({ mid: `tie ${index}`, eid, ets: noonOf, context: { channel: 'org-1', sid: 'tie' } }),
  ),
);
const noonLines = [
  JSON.stringify(digitStart),
  timed('fraction', `${noonOf}.999`),
  timed('exponent', '1795156200e3'),
  timed('exact', `${noonOf}.0`),
  timed('beyond', '1e999'),
  imported('a'),
  imported('b'),
  imported('a'),
  ...ofOneMillisecond,
  'no JSON',
  `{"eid":"ASSESS","context":{"cdata":[{"type":"Conversation","id":"${conversation}"`,
  '{"eid":{"no":"text"},"syncts":"soon","context":[]}',
];

/** All that the queries tell apart. */
const lines: readonly LakeLine[] = [
  stored('2026-11-18', 'first', { syncts: inIndia('2026-11-19T00:00:00') }),
  stored('2026-11-19', 'too early', { syncts: inIndia('2026-11-18T23:59:59.999') }),
  stored('2026-11-20', 'last', { syncts: inIndia('2026-11-20T23:59:59.999') }),
  stored('2026-11-20', 'too late', { syncts: inIndia('2026-11-21T00:00:00') }),
  stored('2026-11-20', 'twice', { syncts: inIndia('2026-11-20T11:00:00') }),
  stored('2026-11-27', 'twice', { syncts: inIndia('2026-11-20T11:30:00') }),
  stored('2026-11-20', 'collided', { fingerprint: 'a' }),
  stored('2026-11-20', 'collided', { fingerprint: 'b', context: { did: 'd-2' } }),
  stored('2026-11-20', 'odd', { context: { cdata: [{ type: 'Conversation', id: odd }] } }),
  stored('2026-11-20', 'of an app', { context: { pdata: { id: 'app' }, env: undefined } }),
  stored('2026-11-20', 'of another', { eid: 'LOG', context: { channel: odd } }),
  ...noonLines.map((line) => ({ line, dt: '2026-11-20', hour: '12' })),
];

async function queryOf(dataset: string, channel: string, botId: string): Promise<TrinoQuery> {
  const about = dataset === 'uci-response-exhaust' ? { conversationId: conversation } : {};
  const datasetConfig = { ...about, startDate: '2026-11-19', endDate: '2026-11-20' };
  const request = { requestId: 'R1', dataset, channel, datasetConfig, outputFormat: 'csv', hasKey: false } as const;
  // An id that no request may name: the registry is not what guards the query.
  const findBot = async () => aBot({ id: botId, ownerOrgID: channel });
  const prepared = await prepareRun(request, settings, { now: () => inIndia('2026-11-21T09:00:00'), findBot });
  if (!('query' in prepared) || !prepared.query) throw new Error(`no query: ${JSON.stringify(prepared)}`);
  return { sql: prepared.query.queryString, parameters: prepared.query.executionParameters };
}

/** The query for the sessions of a day. */
function sessionsQuery(day: string): TrinoQuery {
  const planned = planDays({ from: day }, { ...settings, keepDays: null }, inIndia('2026-11-21T09:00:00'));
  if (!('days' in planned) || !planned.days[0]) throw new Error(`no query: ${JSON.stringify(planned)}`);
  const { queryString: sql, executionParameters: parameters } = planned.days[0].query;
  return { sql, parameters };
}

/** Rows with the one that tells of lines that can't be read. */
const asked: readonly (readonly [dataset: string, channel: string, conversation: string, rows: number])[] = [
  ['uci-response-exhaust', 'org-1', conversation, 9],
  ['uci-response-exhaust', 'org-1', odd, 1],
  ['uci-response-exhaust', "' OR 1=1 --", conversation, 1],
  ['telemetry-raw', 'org-1', conversation, 18],
  ['telemetry-raw', odd, conversation, 2],
  ['summary', 'org-1', conversation, 10],
];
const sessionRows = 26;
const wrong = [queries.summary.replace('date_format', 'strftime'), 'SELECT FROM', 'SELECT ?'];
const numbers = jsonNumbers();

/** Cells as text, where NULL and the empty text are one. */
const asText = (answer: TrinoAnswer) =>
  Array.isArray(answer) ? answer.map((row: unknown[]) => row.map((cell) => String(cell ?? ''))) : answer;

/** Of a line that can't be read as a whole an engine may know its beginning; only that it is one is told by both. */
const toldOf = (answer: TrinoAnswer, unreadable: number) => {
  const rows = asText(answer);
  return Array.isArray(rows)
    ? rows.map((row) => (row[unreadable] === '0' ? row : { unreadable: row[unreadable] }))
    : rows;
};

describeWith('TRINO_FOLDER', 'Trino, the engine of Athena,', (folder) => {
  const { open, put } = useAthena();
  let all: readonly TrinoQuery[];
  let byTrino: readonly TrinoAnswer[];
  const isWrong: TrinoAnswer[] = [];
  let ofNumbers: TrinoAnswer | undefined;

  // One start for all that is asked of it: it takes longer than the answers.
  beforeAll(async () => {
    const datasets = await Promise.all(asked.map(([dataset, channel, id]) => queryOf(dataset, channel, id)));
    all = [...datasets, sessionsQuery('2026-11-20')];
    const numberLines = linesWith(numbers).map((line) => ({ line, dt: '2026-11-20', hour: '12' }));
    const others = [wholeNumbersOf('numbers'), ...wrong].map((sql) => ({ sql, parameters: [] }));
    const answers = runTrino(folder, {
      tables: { telemetry: lines, numbers: numberLines },
      queries: [...all, ...others],
    });
    byTrino = answers.slice(0, all.length);
    [ofNumbers] = answers.slice(all.length);
    isWrong.push(...answers.slice(all.length + 1));
  });

  it('answers what DuckDB answers, in the same order, to the same text of every query', async () => {
    for (const { line, dt, hour } of lines) put(`dt=${dt}/hour=${hour}`, [line], `${crypto.randomUUID()}.json.gz`);
    const { run, resultOf } = await open();

    const byDuckDb: unknown[][][] = [];
    const columns: number[] = [];
    for (const { sql, parameters } of all) {
      const rows: unknown[][] = [];
      for await (const record of readResult(await resultOf(await run(sql, parameters)))) {
        columns[byDuckDb.length] = Object.keys(record).indexOf('unreadable');
        rows.push(Object.values(record));
      }
      byDuckDb.push(rows);
    }

    const told = (answers: readonly TrinoAnswer[]) =>
      answers.map((answer, index) => toldOf(answer, columns[index] ?? 0));
    expect(told(byTrino)).toEqual(told(byDuckDb));
    expect(byDuckDb.map((rows) => rows.length)).toEqual([...asked.map(([, , , rows]) => rows), sessionRows]);
  });

  it('cuts a number down to a whole one as DuckDB does, in whatever way JSON writes it', () => {
    const found = (ofNumbers as readonly (readonly [unknown])[]).map(([number], place) => [numbers[place], number]);

    expect(found).toEqual(numbers.map((text) => [text, cutDown(text)]));
  });

  it('would tell wrong SQL from right', () => {
    expect(isWrong).toEqual(
      wrong.map(() => ({ error: expect.stringMatching(/^line 1|line \d+:\d+|Incorrect number/) })),
    );
  });
});
