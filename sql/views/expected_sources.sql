-- The sources that departments are to send for a period, with the day they are due.
-- Grain: one source.
-- Writes: built.expected_sources.
-- Parameters: $period, $sources.
INSERT INTO built.expected_sources BY NAME
SELECT $period AS period, s.source, s.title, s.department, CAST(s.due_on AS DATE) AS due_on, s.inside
FROM (SELECT unnest($sources) AS s);
