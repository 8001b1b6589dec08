import { cellText, type ExampleLine, exampleAnswers, exampleLines, keysByCase } from '../docs/sql-answers.js';
import { exampleTables, sqlExamples } from '../docs/sql-examples.js';
import { describeWith } from './describe-with.js';
import { runTrino } from './run-trino.js';

/** A type of a Glue column as Trino writes it: `array<struct<eid:string>>` is `ARRAY(ROW("eid" varchar))`. */
const trinoType = (type: string): string =>
  type
    .replace(/(\w+):/g, '"$1" ')
    .replaceAll('struct<', 'ROW(')
    .replaceAll('array<', 'ARRAY(')
    .replaceAll('>', ')')
    .replace(/\bstring\b/g, 'varchar');

/** The table of sessions, out of one of their lines: columns as the stack says. */
function sessionsFrom(lines: string): string {
  const columns = exampleTables('lake').find(({ name }) => name === 'sessions')?.columns ?? [];
  const fields = columns.map(({ name, type }) => `"${name}" ${trinoType(type)}`).join(', ');
  const names = columns.map(({ name }) => `document."${name}" AS "${name}"`).join(', ');
  return `CREATE TABLE sessions AS SELECT ${names}, dt
    FROM (SELECT CAST(json_parse(line) AS ROW(${fields})) AS document, dt FROM ${lines}) AS documents`;
}

const linesOf = (wanted: ExampleLine['table']) => exampleLines.filter(({ table }) => table === wanted);

describeWith('TRINO_FOLDER', 'Trino, the engine of Athena,', (folder) => {
  it('answers what it should to each piece of SQL in the documentation', () => {
    const examples = sqlExamples.filter(({ engine }) => engine !== 'on the runner');

    const answers = runTrino(folder, {
      tables: { telemetry: linesOf('telemetry'), failed: linesOf('failed'), session_lines: linesOf('sessions') },
      setup: [sessionsFrom('session_lines')],
      queries: [...examples, keysByCase].map(({ sql }) => ({ sql, parameters: [] })),
    });

    const found = answers.map((answer) => (Array.isArray(answer) ? answer.map((row) => row.map(cellText)) : answer));
    expect(found.slice(0, -1).map((answer, index) => [examples[index]?.name, answer])).toEqual(
      examples.map(({ name }) => [name, exampleAnswers[name]]),
    );
    expect(found.at(-1)).toEqual(keysByCase.answer);
  });
});
