/**
 * Trino's functions that DuckDB lacks, or knows under another name, as its macros: so the text of a query is the same
 * here and in Athena. "Trino, JSON functions: json_extract_scalar returns NULL for an object or a list", and for what is
 * no JSON, where DuckDB would fail. `TRY`, and not `CASE WHEN json_valid(…)`: each JSON function keeps the text of all
 * lines that it has in hand, and without that one a `summary` took half of the processor time and two thirds of the memory.
 */
export const trinoFunctions: readonly string[] = [
  `CREATE MACRO json_extract_scalar(json_text, path) AS TRY(json_value(json_text, path)) ->> '$'`,
  'CREATE MACRO regexp_like(value, pattern) AS regexp_matches(value, pattern)',
  'CREATE MACRO from_unixtime(seconds, zone) AS timezone(zone, to_timestamp(seconds))',
  'CREATE MACRO date_format(instant, pattern) AS strftime(instant, pattern)',
];
