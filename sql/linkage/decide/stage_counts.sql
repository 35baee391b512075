-- Persons compared in this run, by stage.
-- Grain: one stage.
-- Reads: link_todo, linkage.person_links.
SELECT stage, count(*) FROM linkage.person_links SEMI JOIN link_todo USING (person_key) GROUP BY stage ORDER BY stage
