-- The newest file of an earlier period that came no earlier than for the run of this one: it may be meant for this one.
-- Grain: one source.
-- Reads: files.
-- Parameters: $period.
SELECT source, period, name FROM files
WHERE status IN ('accepted', 'superseded') AND period < $period AND taken_in >= $period
QUALIFY row_number() OVER (PARTITION BY source ORDER BY period DESC, file_id DESC) = 1;
