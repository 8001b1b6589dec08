-- All events of a channel, each once, and whom each is about.
SELECT min_by(line, arrived) AS line, min_by(did, arrived) AS did, min_by(actor, arrived) AS actor
FROM (
  SELECT
    line,
    TRY_CAST(json_extract_scalar(line, '$.syncts') AS bigint) AS arrived,
    json_extract_scalar(line, '$.mid') AS mid,
    json_extract_scalar(line, '$.metadata.fingerprint') AS fingerprint,
    json_extract_scalar(line, '$.context.did') AS did,
    json_extract_scalar(line, '$.actor.id') AS actor
  FROM telemetry
  WHERE dt BETWEEN ? AND ?
    AND json_extract_scalar(line, '$.context.channel') = ?
) AS events
WHERE arrived >= ? AND arrived < ?
GROUP BY mid, fingerprint
