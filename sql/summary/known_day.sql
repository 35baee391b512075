-- The day up to which the county knows what was done: its last issue, or the last answer that came back. What is overdue
-- or coming is counted from it, so that a summary written again says the same.
-- Grain: scalar.
-- Makes: known_day.
-- Reads: lists_issued, returned.received.
CREATE OR REPLACE TEMP MACRO known_day(of_period) AS coalesce(
    greatest(
        (SELECT max(issued_on) FROM lists_issued WHERE period <= of_period),
        (SELECT max(received_on) FROM returned.received)
    ),
    CAST(of_period || '-01' AS DATE)
);
