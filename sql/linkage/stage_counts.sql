-- Persons by stage of this run.
-- Grain: one stage. Inputs: linkage.person_links, link_rows.
SELECT stage, count(*) FROM linkage.person_links
WHERE person_key IN (SELECT person_key FROM link_rows)
GROUP BY stage ORDER BY stage
