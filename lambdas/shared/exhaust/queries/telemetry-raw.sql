-- All events of a channel, each once.
SELECT min_by(line, arrived) AS line
FROM (
  SELECT
    line,
    TRY_CAST(json_extract_scalar(line, '$.syncts') AS bigint) AS arrived,
    json_extract_scalar(line, '$.mid') AS mid,
    json_extract_scalar(line, '$.metadata.fingerprint') AS fingerprint
  FROM telemetry
  WHERE dt BETWEEN ? AND ?
    AND json_extract_scalar(line, '$.context.channel') = ?
) AS events
WHERE arrived >= ? AND arrived < ?
GROUP BY mid, fingerprint
