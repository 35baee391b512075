-- Files that count now and did not in the last run, or the other way round.
-- Grain: one file.
-- Makes: changed_files.
-- Reads: built.counted_files, file_order.
CREATE OR REPLACE TEMP TABLE changed_files AS
(SELECT file_id FROM file_order EXCEPT FROM built.counted_files)
UNION ALL
(FROM built.counted_files EXCEPT SELECT file_id FROM file_order);
