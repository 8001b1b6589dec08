-- What people did, in the order in which it is folded: by device, then by sid, then by time. An event's copies stand side
-- by side. What services say of themselves is left out, and what a wrong clock has put more than half a day ahead. The
-- days around the one that is made are there for those alone who were there on it.
SELECT did, sid, ets, mid, fingerprint, line
FROM (
  SELECT *, max(CASE WHEN ets >= ? AND ets < ? THEN 1 ELSE 0 END) OVER (PARTITION BY did, sid) AS is_there
  FROM (
    SELECT
      coalesce(json_extract_scalar(line, '$.context.did'), '') AS did,
      coalesce(json_extract_scalar(line, '$.context.sid'), '') AS sid,
      TRY_CAST(json_extract_scalar(line, '$.ets') AS bigint) AS ets,
      json_extract_scalar(line, '$.mid') AS mid,
      json_extract_scalar(line, '$.metadata.fingerprint') AS fingerprint,
      TRY_CAST(json_extract_scalar(line, '$.syncts') AS bigint) AS arrived,
      json_extract_scalar(line, '$.eid') AS eid,
      line
    FROM telemetry
    WHERE dt BETWEEN ? AND ?
  ) AS stored
  WHERE ets >= ? AND ets < ?
    AND ets <= arrived + 43200000
    AND (did <> '' OR sid <> '')
    AND eid NOT IN ('LOG', 'AUDIT', 'SEARCH', 'METRICS', 'SHARE_ITEM')
) AS around
WHERE is_there = 1
ORDER BY did, sid, ets, mid, fingerprint, arrived
