import { DuckDBInstance, type DuckDBPreparedStatement, type DuckDBValue } from '@duckdb/node-api';
import type { EngineAnswer, EngineJob, ResultColumn } from './engine-job.js';
import { quoteName, quoteText } from './quote.js';

/** The process of one query: a DuckDB of its own, which is gone with all its memory when the query has ended. */
process.once('message', (job: EngineJob) => {
  run(job)
    .catch((error: Error): EngineAnswer => ({ error: error.message }))
    .then((answer) => process.send?.(answer, () => process.exit(0)));
});

// A runner that was killed wants no answer any more.
process.once('disconnect', () => process.exit(1));

async function run(job: EngineJob): Promise<EngineAnswer> {
  const { prelude, database, query, parameters, target, folders, memory, threads } = job;
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memory,
    threads: String(threads),
    temp_directory: `${target}.tmp`,
    preserve_insertion_order: 'false',
  });
  const connection = await instance.connect();
  for (const statement of prelude) await connection.run(statement);
  if (database !== undefined) await connection.run(`USE memory.${quoteName(database)}`);
  await connection.run(`SET allowed_directories = [${folders.map(quoteText).join(', ')}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');

  const columns = columnsOf(await connection.prepare(query), parameters.length);
  // "Athena query results": CSV, every value in quotes, NULL as nothing.
  const copy = `COPY (${query}\n) TO ${quoteText(target)} (FORMAT csv, HEADER true, FORCE_QUOTE *)`;
  await connection.run(copy, parameters.map(readParameter));
  return { columns };
}

function columnsOf(statement: DuckDBPreparedStatement, given: number): ResultColumn[] {
  if (statement.parameterCount !== given) {
    throw new Error(
      `SYNTAX_ERROR: Incorrect number of parameters: expected ${statement.parameterCount} but found ${given}`,
    );
  }
  return Array.from({ length: statement.columnCount }, (_, index) => ({
    name: statement.columnName(index),
    type: String(statement.columnType(index)).toLowerCase(),
  }));
}

function readParameter(parameter: string): DuckDBValue {
  return parameter.startsWith('n') ? BigInt(parameter.slice(1)) : parameter.slice(1);
}
