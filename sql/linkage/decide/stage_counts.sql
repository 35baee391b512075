-- Persons compared in this run, by stage.
-- Grain: one stage. Inputs: linkage.person_links, link_todo.
SELECT stage, count(*) FROM linkage.person_links SEMI JOIN link_todo USING (person_key) GROUP BY stage ORDER BY stage
