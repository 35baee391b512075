-- Mixes the rows drawn for review with doubtful persons, so that nobody can tell which are linked already: as many
-- doubtful ones as rows were drawn, of those with one candidate only, and without what the linker thought of any.
-- Grain: open_persons, one person as written; open_pairs, one person as written and household.
-- Writes: open_pairs, open_persons.
-- Reads: files, open_pairs, sampled_rows, titles (of sources: their departments).
-- Parameters: $rows (the most doubtful persons), $seed.
DELETE FROM open_pairs
WHERE person_key IN (SELECT person_key FROM open_pairs GROUP BY person_key HAVING count(*) > 1)
    OR members > 1
    OR person_key IN (SELECT person_key FROM sampled_rows);

DELETE FROM open_pairs
WHERE person_key NOT IN (
    SELECT person_key FROM open_pairs ORDER BY md5(concat_ws('|', $seed, person_key)), person_key LIMIT $rows
);

DELETE FROM open_persons WHERE person_key IN (SELECT person_key FROM sampled_rows);

INSERT INTO open_persons BY NAME
SELECT
    s.person_key,
    string_agg(DISTINCT t.title, '、' ORDER BY t.title) AS departments,
    first(f.name ORDER BY s.file_id, s.row_number) AS file_name,
    first(s.file_id ORDER BY s.file_id, s.row_number) AS file_id,
    first(s.row_number ORDER BY s.file_id, s.row_number) AS row_number,
    count(*) AS row_count,
    greatest(sum(s.amount), 0)::DECIMAL(18, 2) AS amount
FROM sampled_rows AS s
JOIN files AS f USING (file_id)
JOIN titles AS t ON t.source = s.source AND t.column_name = ''
GROUP BY s.person_key;

INSERT INTO open_pairs BY NAME
SELECT person_key, household_id, max(member_id) AS member_id, 1 AS members
FROM sampled_rows
GROUP BY person_key, household_id;

UPDATE open_pairs SET probability = NULL, reasons = NULL, asked_in = NULL, unchanged = false;
