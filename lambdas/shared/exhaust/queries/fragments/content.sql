-- What two copies of an event have in common, beside their mid: the fingerprint, or all of the line where it has none, as
-- one that was brought here from elsewhere.
coalesce(nullif($1, ''), $2)
