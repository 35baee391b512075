-- Doubles of members among strangers are told apart by where these live: until they are counted anew, all have the share of all.
INSERT INTO linkage.parameters
SELECT * REPLACE (unnest(['name_birth_elsewhere', 'name_birth_nowhere']) AS level)
FROM linkage.parameters
WHERE comparison = 'together' AND level = 'name_birth'
    AND source NOT IN (SELECT source FROM linkage.parameters WHERE level = 'name_birth_elsewhere');
