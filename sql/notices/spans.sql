-- Days on which notices were hung up, with how long they stand; NULL: not hung up yet.
-- Grain: day and number of working days.
-- Reads: open_notices.
SELECT DISTINCT hung_up_on, shortest_working_days FROM open_notices;
