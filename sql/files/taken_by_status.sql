-- Files of this run by status, in Chinese for the run's report.
-- Grain: one status.
-- Reads: files.
-- Parameters: $first_file.
SELECT
    CASE status WHEN 'accepted' THEN '已接收' WHEN 'superseded' THEN '已接收（已有更新的）'
        WHEN 'duplicate' THEN '重复' ELSE '已退回' END AS label,
    count(*)
FROM files
WHERE file_id >= $first_file
GROUP BY label
ORDER BY label;
