-- Counts of a channel by day of arrival, eid, env and producer, and by person, each event once. Who was erased is known
-- to the registry alone, so the writer puts the people of a group together; they come together.
SELECT arrival_day, eid, env, pdata, did, actor, user_id, count(*) AS events
FROM (
  SELECT
    date_format(from_unixtime(min(arrived) / 1e3, ?), '%Y-%m-%d') AS arrival_day,
    min_by(eid, arrived) AS eid,
    min_by(env, arrived) AS env,
    min_by(pdata, arrived) AS pdata,
    min_by(did, arrived) AS did,
    min_by(actor, arrived) AS actor,
    min_by(user_id, arrived) AS user_id
  FROM (
    SELECT
      TRY_CAST(json_extract_scalar(line, '$.syncts') AS bigint) AS arrived,
      json_extract_scalar(line, '$.mid') AS mid,
      json_extract_scalar(line, '$.metadata.fingerprint') AS fingerprint,
      json_extract_scalar(line, '$.eid') AS eid,
      json_extract_scalar(line, '$.context.env') AS env,
      json_extract_scalar(line, '$.context.pdata.id') AS pdata,
      json_extract_scalar(line, '$.context.did') AS did,
      json_extract_scalar(line, '$.actor.id') AS actor,
      CASE
        WHEN lower(json_extract_scalar(line, '$.actor.type')) = 'user' THEN json_extract_scalar(line, '$.actor.id')
      END AS user_id
    FROM telemetry
    WHERE dt BETWEEN ? AND ?
      AND json_extract_scalar(line, '$.context.channel') = ?
  ) AS stored
  WHERE arrived >= ? AND arrived < ?
  GROUP BY mid, fingerprint
) AS events
GROUP BY arrival_day, eid, env, pdata, did, actor, user_id
ORDER BY arrival_day, eid, env, pdata
