-- The sources that departments are to send for a period, and how many files have arrived.
-- Grain: one period and source.
-- Makes: sources.
-- Reads: built.expected_sources, main.files.
CREATE OR REPLACE VIEW sources AS
SELECT e.period, e.source, e.title, e.department, e.due_on,
    count(*) FILTER (f.status IN ('accepted', 'superseded')) AS accepted_files,
    count(*) FILTER (f.status = 'rejected') AS rejected_files,
    count(*) FILTER (f.status IN ('accepted', 'superseded', 'duplicate')) > 0 AS arrived
FROM built.expected_sources AS e
LEFT JOIN main.files AS f ON f.source = e.source AND f.period = e.period
GROUP BY ALL;
