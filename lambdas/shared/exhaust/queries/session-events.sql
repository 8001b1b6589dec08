-- What people did, in the order in which it is folded: by device, then by sid, then by time, and of one millisecond by
-- the life of a session. An event's copies stand side by side. What services say of themselves is left out, and what a
-- wrong clock has put more than half a day ahead. The days around the one that is made are there for those alone who were
-- there on it. Of a line that can't be read there is a row that says so; a time beyond 64 bits can be: it is on no day.
SELECT did, sid, ets, mid, fingerprint, CASE WHEN unreadable = 0 THEN line END AS line, unreadable
FROM (
  SELECT *, max(CASE WHEN ets >= ? AND ets < ? THEN 1 ELSE 0 END) OVER (PARTITION BY did, sid) AS is_there
  FROM (
    SELECT *, CASE WHEN {{number ets_text}} AND arrived IS NOT NULL AND eid IS NOT NULL THEN 0 ELSE 1 END AS unreadable
    FROM (
      SELECT did, sid, ets_text, {{whole ets_text}} AS ets, mid, fingerprint, {{whole syncts_text}} AS arrived, eid, line
      FROM (
        SELECT
          coalesce(json_extract_scalar(line, '$.context.did'), '') AS did,
          coalesce(json_extract_scalar(line, '$.context.sid'), '') AS sid,
          json_extract_scalar(line, '$.ets') AS ets_text,
          json_extract_scalar(line, '$.mid') AS mid,
          json_extract_scalar(line, '$.metadata.fingerprint') AS fingerprint,
          json_extract_scalar(line, '$.syncts') AS syncts_text,
          json_extract_scalar(line, '$.eid') AS eid,
          line
        FROM telemetry
        WHERE dt BETWEEN ? AND ?
      ) AS texts
    ) AS numbers
  ) AS stored
  WHERE unreadable = 1
    OR (ets >= ? AND ets < ?
      AND ets <= arrived + 43200000
      AND (did <> '' OR sid <> '')
      AND eid NOT IN ('LOG', 'AUDIT', 'SEARCH', 'METRICS', 'SHARE_ITEM'))
) AS around
WHERE is_there = 1 OR unreadable = 1
ORDER BY unreadable, did, sid, ets, {{life eid}}, mid, {{content fingerprint, line}}, arrived
