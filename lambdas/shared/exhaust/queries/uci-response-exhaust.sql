-- Answers to a bot's questions, each event once. An event's `cdata` is looked into by the writer: what takes a JSON list
-- apart is spelt differently in Athena and DuckDB, so this query only asks whether the conversation is mentioned.
SELECT min_by(line, arrived) AS line
FROM (
  SELECT
    line,
    TRY_CAST(json_extract_scalar(line, '$.syncts') AS bigint) AS arrived,
    json_extract_scalar(line, '$.mid') AS mid,
    json_extract_scalar(line, '$.metadata.fingerprint') AS fingerprint
  FROM telemetry
  WHERE dt BETWEEN ? AND ?
    AND strpos(line, ?) > 0
    AND json_extract_scalar(line, '$.eid') = 'ASSESS'
    AND json_extract_scalar(line, '$.context.channel') = ?
    AND json_extract_scalar(line, '$.context.pdata.id') LIKE ?
) AS answers
WHERE arrived >= ? AND arrived < ?
GROUP BY mid, fingerprint
