-- A JSON number, as its text, to a whole one: a fraction is cut down, and one that is written without point or exponent is
-- exact. NULL for what is no number, or none of 64 bits. Engines differ in what else they take for a number, so its form
-- is told first, without a question mark, which is a parameter's.
CASE
  WHEN regexp_like($1, '^-{0,1}[0-9]{1,19}$') THEN TRY_CAST($1 AS bigint)
  WHEN regexp_like($1, '^-{0,1}[0-9]+([.][0-9]+){0,1}([eE][-+]{0,1}[0-9]+){0,1}$') THEN TRY_CAST(floor(TRY_CAST($1 AS double)) AS bigint)
END
