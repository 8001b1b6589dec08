/** A value that is bound to a `?` of a query. */
export type SqlValue = string | number;

/** "StartQueryExecution, ExecutionParameters: length 1 to 1024". */
const maxLength = 1_024;

/**
 * A value as Athena takes it for an execution parameter: the text of a SQL literal.
 * Athena reads each parameter as an expression, so a text that is not quoted would be SQL of whoever wrote it.
 *
 * @throws Error for a number that isn't whole, or a text that is too long
 */
export function athenaLiteral(value: SqlValue): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new Error(`query parameter: expected a whole number, found ${value}.`);
  }
  const literal = typeof value === 'number' ? String(value) : `'${value.toWellFormed().replaceAll("'", "''")}'`;
  if (literal.length <= maxLength) return literal;
  throw new Error(`query parameter: Athena takes at most ${maxLength} characters, found ${literal.length}.`);
}
