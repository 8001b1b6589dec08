import { readResult } from '../../lambdas/exhaust-write/read-result.js';
import { prepareRun } from '../../lambdas/shared/exhaust/prepare-run.js';
import { queries } from '../../lambdas/shared/exhaust/queries.generated.js';
import { type AnswerOverrides, aBot, aStoredAnswer, conversation } from '../factories/exhausts.js';
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
  { line: 'no JSON', dt: '2026-11-20', hour: '12' },
  { line: '{"eid":{"no":"text"},"syncts":"soon","context":[]}', dt: '2026-11-20', hour: '12' },
];

async function queryOf(dataset: string, channel: string, botId: string): Promise<TrinoQuery> {
  const datasetConfig = { conversationId: conversation, startDate: '2026-11-19', endDate: '2026-11-20' };
  const request = { requestId: 'R1', dataset, channel, datasetConfig, outputFormat: 'csv', hasKey: false } as const;
  // An id that no request may name: the registry is not what guards the query.
  const findBot = async () => aBot({ id: botId, ownerOrgID: channel });
  const prepared = await prepareRun(request, settings, { now: () => inIndia('2026-11-21T09:00:00'), findBot });
  if (!('query' in prepared) || !prepared.query) throw new Error(`no query: ${JSON.stringify(prepared)}`);
  return { sql: prepared.query.queryString, parameters: prepared.query.executionParameters };
}

const asked: readonly (readonly [dataset: string, channel: string, conversation: string, rows: number])[] = [
  ['uci-response-exhaust', 'org-1', conversation, 6],
  ['uci-response-exhaust', 'org-1', odd, 1],
  ['uci-response-exhaust', "' OR 1=1 --", conversation, 0],
  ['telemetry-raw', 'org-1', conversation, 7],
  ['telemetry-raw', odd, conversation, 1],
  ['summary', 'org-1', conversation, 3],
];

describeWith('TRINO_FOLDER', 'Trino, the engine of Athena,', (folder) => {
  const { open, put } = useAthena();

  it('answers what DuckDB answers, to the same text of every query', async () => {
    for (const { line, dt, hour } of lines) put(`dt=${dt}/hour=${hour}`, [line], `${crypto.randomUUID()}.json.gz`);
    const { run, resultOf } = await open();
    const all = await Promise.all(asked.map(([dataset, channel, id]) => queryOf(dataset, channel, id)));

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
    expect(byDuckDb.map((rows) => rows.length)).toEqual(asked.map(([, , , rows]) => rows));
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
