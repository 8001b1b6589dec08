-- Counts of a channel by day of arrival, eid, env and producer, and by person, each event once. Who was erased is known
-- to the registry alone, so the writer puts the people of a group together; they come together. Of lines that can't be
-- read there is a row that says how many they are.
SELECT arrival_day, eid, env, pdata, did, actor, user_id, count(*) AS events, unreadable
FROM (
  SELECT
    date_format(from_unixtime(min(arrived) / 1e3, ?), '%Y-%m-%d') AS arrival_day,
    coalesce(min(eid), '') AS eid,
    coalesce(min(env), '') AS env,
    coalesce(min(pdata), '') AS pdata,
    coalesce(min(did), '') AS did,
    coalesce(min(actor), '') AS actor,
    coalesce(min(CASE WHEN lower(actor_type) = 'user' THEN actor END), '') AS user_id,
    sum(unreadable) AS unreadable
  FROM (
    SELECT
      unreadable,
      CASE WHEN unreadable = 0 THEN mid END AS mid,
      CASE WHEN unreadable = 0 THEN {{content fingerprint, line}} END AS content,
      arrived,
      eid,
      env,
      pdata,
      did,
      actor,
      actor_type
    FROM (
      SELECT *, CASE WHEN channel IS NULL OR arrived IS NULL THEN 1 ELSE 0 END AS unreadable
      FROM (
        SELECT *, {{whole syncts_text}} AS arrived
        FROM (
          SELECT
            json_extract_scalar(line, '$.context.channel') AS channel,
            json_extract_scalar(line, '$.syncts') AS syncts_text,
            json_extract_scalar(line, '$.mid') AS mid,
            json_extract_scalar(line, '$.metadata.fingerprint') AS fingerprint,
            json_extract_scalar(line, '$.eid') AS eid,
            json_extract_scalar(line, '$.context.env') AS env,
            json_extract_scalar(line, '$.context.pdata.id') AS pdata,
            json_extract_scalar(line, '$.context.did') AS did,
            json_extract_scalar(line, '$.actor.id') AS actor,
            json_extract_scalar(line, '$.actor.type') AS actor_type,
            line
          FROM telemetry
          WHERE dt BETWEEN ? AND ?
        ) AS texts
        WHERE channel = ? OR channel IS NULL
      ) AS numbers
    ) AS stored
    WHERE arrived IS NULL OR (arrived >= ? AND arrived < ?)
  ) AS copies
  GROUP BY mid, content
) AS events
GROUP BY unreadable, arrival_day, eid, env, pdata, did, actor, user_id
ORDER BY unreadable, arrival_day, eid, env, pdata, did, actor, user_id
