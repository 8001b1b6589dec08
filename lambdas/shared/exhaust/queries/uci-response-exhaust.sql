-- Answers to a bot's questions, each event once; in order of arrival, then by device, sid and time. An event's `cdata` is
-- looked into by the writer: what takes a JSON list apart is spelt differently in Athena and DuckDB, so this query only
-- asks whether the conversation is mentioned. Of lines that can't be read and mention it there is a row that says how
-- many they are.
SELECT CASE WHEN max(unreadable) = 0 THEN min_by(line, ROW(arrived, line)) END AS line, sum(unreadable) AS unreadable
FROM (
  SELECT
    unreadable,
    CASE WHEN unreadable = 0 THEN mid END AS mid,
    CASE WHEN unreadable = 0 THEN {{content fingerprint, line}} END AS content,
    CASE WHEN unreadable = 0 THEN line ELSE '' END AS line,
    coalesce(arrived, 0) AS arrived,
    did,
    sid,
    {{whole ets_text}} AS ets
  FROM (
    SELECT *, CASE WHEN eid IS NULL OR channel IS NULL OR arrived IS NULL THEN 1 ELSE 0 END AS unreadable
    FROM (
      SELECT *, {{whole syncts_text}} AS arrived
      FROM (
        SELECT
          json_extract_scalar(line, '$.eid') AS eid,
          json_extract_scalar(line, '$.context.channel') AS channel,
          json_extract_scalar(line, '$.context.pdata.id') AS pdata,
          json_extract_scalar(line, '$.syncts') AS syncts_text,
          json_extract_scalar(line, '$.mid') AS mid,
          json_extract_scalar(line, '$.metadata.fingerprint') AS fingerprint,
          json_extract_scalar(line, '$.context.did') AS did,
          json_extract_scalar(line, '$.context.sid') AS sid,
          json_extract_scalar(line, '$.ets') AS ets_text,
          line
        FROM telemetry
        WHERE dt BETWEEN ? AND ?
          AND strpos(line, ?) > 0
      ) AS texts
      WHERE channel IS NULL OR eid IS NULL OR (eid = 'ASSESS' AND channel = ? AND pdata LIKE ?)
    ) AS numbers
  ) AS stored
  WHERE arrived IS NULL OR (arrived >= ? AND arrived < ?)
) AS answers
GROUP BY mid, content
ORDER BY unreadable, min(arrived), min(did), min(sid), min(ets), mid, content
