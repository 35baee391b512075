-- The sources that departments are to send for a period, and how many files have arrived.
-- Grain: one period and source.
-- Makes: sources.
-- Reads: built.expected_sources, main.files, received.arrivals, received.in_force.
CREATE OR REPLACE VIEW sources AS
SELECT e.period, e.source, e.title, e.department, e.due_on,
    count(i.file_id) AS accepted_files,
    count(*) FILTER (f.status = 'rejected') AS rejected_files,
    count(a.arrival) > 0 AS arrived
FROM built.expected_sources AS e
LEFT JOIN main.files AS f ON f.source = e.source AND f.period = e.period
LEFT JOIN received.in_force AS i ON i.file_id = f.file_id
LEFT JOIN received.arrivals AS a ON a.arrival = f.file_id
GROUP BY ALL;
