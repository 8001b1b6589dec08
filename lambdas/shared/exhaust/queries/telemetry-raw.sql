-- All events of a channel, each once, and whom each is about; in order of arrival, then by device, sid and time, and of
-- one millisecond by the life of a session. Of lines that can't be read there is a row that says how many they are.
SELECT
  CASE WHEN max(unreadable) = 0 THEN min_by(line, ROW(arrived, line)) END AS line,
  min(did) AS did,
  min(actor) AS actor,
  sum(unreadable) AS unreadable
FROM (
  SELECT
    unreadable,
    CASE WHEN unreadable = 0 THEN mid END AS mid,
    CASE WHEN unreadable = 0 THEN {{content fingerprint, line}} END AS content,
    CASE WHEN unreadable = 0 THEN line ELSE '' END AS line,
    coalesce(arrived, 0) AS arrived,
    did,
    sid,
    actor,
    eid,
    {{whole ets_text}} AS ets
  FROM (
    SELECT *, CASE WHEN channel IS NULL OR arrived IS NULL THEN 1 ELSE 0 END AS unreadable
    FROM (
      SELECT channel, did, sid, actor, eid, ets_text, mid, fingerprint, {{whole syncts_text}} AS arrived, line
      FROM (
        SELECT
          json_extract_scalar(line, '$.context.channel') AS channel,
          json_extract_scalar(line, '$.context.did') AS did,
          json_extract_scalar(line, '$.context.sid') AS sid,
          json_extract_scalar(line, '$.actor.id') AS actor,
          json_extract_scalar(line, '$.eid') AS eid,
          json_extract_scalar(line, '$.ets') AS ets_text,
          json_extract_scalar(line, '$.mid') AS mid,
          json_extract_scalar(line, '$.metadata.fingerprint') AS fingerprint,
          json_extract_scalar(line, '$.syncts') AS syncts_text,
          line
        FROM telemetry
        WHERE dt BETWEEN ? AND ?
      ) AS texts
      WHERE channel = ? OR channel IS NULL
    ) AS numbers
  ) AS stored
  WHERE arrived IS NULL OR (arrived >= ? AND arrived < ?)
) AS events
GROUP BY mid, content
ORDER BY unreadable, min(arrived), did, min(sid), min(ets), min({{life eid}}), mid, content
