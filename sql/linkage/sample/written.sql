-- Sampled persons as departments write them.
-- Grain: one rid.
-- Makes: link_written_sample.
-- Reads: link_drawn, linkage.persons.
CREATE OR REPLACE TEMP VIEW link_written_sample AS
SELECT rid, person_key, d.source, name, id_number, birth_date, sex, address
FROM linkage.persons AS p
JOIN ( -- their places first, so that of all other persons only the key is read
    SELECT rid, s.source, q.rowid AS place FROM linkage.persons AS q JOIN link_drawn AS s USING (person_key)
) AS d ON d.place = p.rowid
