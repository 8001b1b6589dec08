/** DuckDB's kinds of errors, by the names that Athena has for them. */
const reasons: readonly (readonly [found: RegExp, reason: (text: string) => string])[] = [
  [/^(?:[A-Z_]+): /, (text) => text],
  [/^Catalog Error: Table with name (\S+) does not exist/, (text) => `TABLE_NOT_FOUND: ${text}`],
  [/^Catalog Error: .*Function with name/, (text) => `FUNCTION_NOT_FOUND: ${text}`],
  [/^Binder Error: Referenced column/, (text) => `COLUMN_NOT_FOUND: ${text}`],
  [/^Parser Error/, (text) => `SYNTAX_ERROR: ${text}`],
  [/^Permission Error/, (text) => `PERMISSION_DENIED: ${text}`],
];

/** Why a query failed, in one line that starts as Athena's do. */
export function failureReason(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  const reason = reasons.find(([found]) => found.test(text))?.[1];
  return reason ? reason(text) : `GENERIC_INTERNAL_ERROR: ${text}`;
}
