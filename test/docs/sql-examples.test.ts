import { readResult } from '../../lambdas/shared/lake/read-result.js';
import { lake, useAthena } from '../support/athenas.js';
import { cellText, exampleAnswers, exampleLines, keysByCase } from './sql-answers.js';
import { exampleTables, sqlExamples } from './sql-examples.js';

const folders = { telemetry: 'telemetry', failed: 'failed', sessions: 'summary' };

describe('SQL in the documentation', () => {
  const { open, put } = useAthena();

  it('has an answer that is checked, each piece of it', () => {
    expect(sqlExamples.map(({ name }) => name).toSorted()).toEqual(Object.keys(exampleAnswers).toSorted());
  });

  it('answers on the runner what it should, and so does the failed book by keys that differ by case', async () => {
    for (const [index, { table, dt, hour, line }] of exampleLines.entries()) {
      put(`dt=${dt}${hour && `/hour=${hour}`}`, [line], `${index}.json.gz`, folders[table]);
    }
    const { run, resultOf } = await open({ tables: exampleTables(lake) });
    const ask = async (sql: string) => {
      const rows: string[][] = [];
      for await (const record of readResult(await resultOf(await run(sql))))
        rows.push(Object.values(record).map(cellText));
      return rows;
    };
    const here = sqlExamples.filter(({ engine }) => engine !== 'in Athena');

    const found: unknown[] = [];
    for (const { name, sql } of here) found.push([name, await ask(sql)]);

    expect(found).toEqual(here.map(({ name }) => [name, exampleAnswers[name]]));
    expect(await ask(keysByCase.sql)).toEqual(keysByCase.answer);
  }, 120_000);
});
