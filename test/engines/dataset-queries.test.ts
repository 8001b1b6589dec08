import { planDays } from '../../lambdas/sessions/plan-days.js';
import { prepareRun } from '../../lambdas/shared/exhaust/prepare-run.js';
import { queries } from '../../lambdas/shared/exhaust/queries.generated.js';
import { readResult } from '../../lambdas/shared/read-result.js';
import { type AnswerOverrides, aBot, aStoredAnswer, conversation } from '../factories/exhausts.js';
import { aStoredSessionEvent } from '../factories/session-events.js';
import { useAthena } from '../local/units/support/athenas.js';
import { describeWith } from './describe-with.js';
import { type LakeLine, runTrino, type TrinoQuery } from './run-trino.js';

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
  { line: JSON.stringify(digitStart), dt: '2026-11-20', hour: '12' },
  { line: 'no JSON', dt: '2026-11-20', hour: '12' },
  { line: '{"eid":{"no":"text"},"syncts":"soon","context":[]}', dt: '2026-11-20', hour: '12' },
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

const asked: readonly (readonly [dataset: string, channel: string, conversation: string, rows: number])[] = [
  ['uci-response-exhaust', 'org-1', conversation, 6],
  ['uci-response-exhaust', 'org-1', odd, 1],
  ['uci-response-exhaust', "' OR 1=1 --", conversation, 0],
  ['telemetry-raw', 'org-1', conversation, 7],
  ['telemetry-raw', odd, conversation, 1],
  ['summary', 'org-1', conversation, 4],
];

const midOf = (row: readonly unknown[]) => row[3];

describeWith('TRINO_FOLDER', 'Trino, the engine of Athena,', (folder) => {
  const { open, put } = useAthena();

  it('answers what DuckDB answers, to the same text of every query', async () => {
    for (const { line, dt, hour } of lines) put(`dt=${dt}/hour=${hour}`, [line], `${crypto.randomUUID()}.json.gz`);
    const { run, resultOf } = await open();
    const datasets = await Promise.all(asked.map(([dataset, channel, id]) => queryOf(dataset, channel, id)));
    const all = [...datasets, sessionsQuery('2026-11-20')];

    const byTrino = runTrino(folder, lines, all);

    const byDuckDb: unknown[][][] = [];
    for (const { sql, parameters } of all) {
      const rows: unknown[][] = [];
      for await (const record of readResult(await resultOf(await run(sql, parameters))))
        rows.push(Object.values(record));
      byDuckDb.push(rows);
    }
    const comparable = (answer: unknown) =>
      Array.isArray(answer) ? answer.map((row: unknown[]) => row.map((cell) => String(cell ?? ''))).toSorted() : answer;
    expect(byTrino.map(comparable)).toEqual(byDuckDb.map(comparable));
    expect(byDuckDb.map((rows) => rows.length)).toEqual([...asked.map(([, , , rows]) => rows), 11]);
    // Their order is part of the answer.
    expect((byTrino.at(-1) as unknown[][]).map(midOf)).toEqual(byDuckDb.at(-1)?.map(midOf));
  });

  it('would tell wrong SQL from right', () => {
    const wrong = [queries.summary.replace('date_format', 'strftime'), 'SELECT FROM', 'SELECT ?'];

    const answers = runTrino(
      folder,
      lines,
      wrong.map((sql) => ({ sql, parameters: [] })),
    );

    expect(answers).toEqual(
      wrong.map(() => ({ error: expect.stringMatching(/^line 1|line \d+:\d+|Incorrect number/) })),
    );
  });
});
