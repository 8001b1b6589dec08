-- Place of an event in the life of a session, among those of its millisecond.
CASE $1 WHEN 'START' THEN 0 WHEN 'SUMMARY' THEN 2 WHEN 'END' THEN 3 ELSE 1 END
