/**
 * Trino's functions that DuckDB lacks, or knows under another name, as its macros: so the text of a query is the same
 * here and in Athena. "Trino, JSON functions: json_extract_scalar returns NULL for an object or a list", and for what is
 * no JSON; DuckDB would fail.
 */
export const trinoFunctions: readonly string[] = [
  `CREATE MACRO json_extract_scalar(json_text, path) AS
     CASE WHEN json_valid(json_text) THEN json_value(json_text, path) ->> '$' END`,
  'CREATE MACRO from_unixtime(seconds, zone) AS timezone(zone, to_timestamp(seconds))',
  'CREATE MACRO date_format(instant, pattern) AS strftime(instant, pattern)',
];
