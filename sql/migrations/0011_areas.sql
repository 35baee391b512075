-- The first six places of damaged numbers are compared: how common each is, for databases whose frequencies were estimated before.
-- As matching/models/persons.yaml declares it then: in the roster, as if 100 members more had it in 0.3 of the cases, brought
-- nearer to the persons whose number no member has, as if two of them had been expected to have it and had.
INSERT INTO linkage.term_frequencies
WITH roster AS (
    SELECT left(pattern, 6) AS area, (count(*) - 1 + 30) / (sum(count(*)) OVER () + 100) AS frequency
    FROM linkage.members
    WHERE left(pattern, 6) <> '??????'
        AND EXISTS (SELECT 1 FROM linkage.term_frequencies)
        AND NOT EXISTS (SELECT 1 FROM linkage.term_frequencies WHERE comparison = 'area')
    GROUP BY area
), numbered AS (
    SELECT DISTINCT upper(id_number) AS number FROM linkage.persons WHERE regexp_full_match(id_number, '[0-9]{17}[0-9Xx]')
), strangers AS (
    SELECT left(number, 6) AS area, count(*) AS met, sum(count(*)) OVER () AS persons
    FROM numbered
    WHERE CAST(left(number, 17) AS BIGINT) NOT IN (SELECT first17 FROM linkage.members WHERE first17 IS NOT NULL)
    GROUP BY area
)
SELECT 'area', hash(area),
    frequency * (2 + coalesce(met, 0)) / (2 + frequency * coalesce((SELECT any_value(persons) FROM strangers), 0))
FROM roster LEFT JOIN strangers USING (area);
