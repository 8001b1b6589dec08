-- Whether a text is a number as JSON writes it, of whatever size: `whole` is NULL for one beyond 64 bits as well.
coalesce(regexp_like($1, '^-{0,1}[0-9]+([.][0-9]+){0,1}([eE][-+]{0,1}[0-9]+){0,1}$'), false)
