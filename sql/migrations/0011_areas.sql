-- The first six places of damaged numbers are compared; how common each is in the roster, for databases whose frequencies were
-- estimated before. As matching/models/persons.yaml declares it then: as if 100 members more had it in 0.3 of the cases.
INSERT INTO linkage.term_frequencies
SELECT 'area', hash(area), (count(*) - 1 + 30) / (sum(count(*)) OVER () + 100)
FROM (SELECT left(pattern, 6) AS area FROM linkage.members)
WHERE area <> '??????' AND EXISTS (SELECT 1 FROM linkage.term_frequencies)
GROUP BY area;
