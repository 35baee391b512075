-- Masked names are compared by surname and length: how common both together are, for databases whose frequencies were estimated
-- before. As common as the surname is said to be there, parted by the lengths that the roster's names with it have.
INSERT INTO linkage.term_frequencies
SELECT 'surname_length', hash(hash(m.surname, length(m.name))),
    any_value(f.frequency) * count(*) / sum(count(*)) OVER (PARTITION BY m.surname)
FROM linkage.members AS m
JOIN linkage.term_frequencies AS f ON f.comparison = 'surname' AND f.value = hash(m.surname)
WHERE NOT EXISTS (SELECT 1 FROM linkage.term_frequencies WHERE comparison = 'surname_length')
GROUP BY m.surname, length(m.name);
