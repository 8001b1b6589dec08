-- Counts of a channel by day of arrival, eid, env and producer, each event once.
SELECT arrival_day, eid, env, pdata, count(*) AS events, count(DISTINCT did) AS devices, count(DISTINCT user_id) AS users
FROM (
  SELECT
    date_format(from_unixtime(min(arrived) / 1e3, ?), '%Y-%m-%d') AS arrival_day,
    min_by(eid, arrived) AS eid,
    min_by(env, arrived) AS env,
    min_by(pdata, arrived) AS pdata,
    min_by(did, arrived) AS did,
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
GROUP BY arrival_day, eid, env, pdata
ORDER BY arrival_day, eid, env, pdata
