-- The facts at the top of each file's receipt.
-- Grain: file.
-- Reads: files, titles.
-- Parameters: $file_ids.
SELECT
    file.file_id,
    coalesce(title.title, file.source || '（未登记的数据来源）') AS source,
    file.source AS source_folder,
    file.name,
    coalesce(file.period, '未知期别') AS period,
    file.taken_in,
    file.status,
    strftime(file.received_at, '%Y-%m-%d %H:%M') AS received_at,
    file.rows_read,
    file.rows_accepted,
    file.rows_rejected,
    coalesce('原因：' || file.reason, '') AS reason,
    coalesce('内容相同的文件：' || original.period || ' 期 ' || original.name, '') AS original,
    CASE WHEN file.status = 'accepted' AND file.rows_rejected > 0 THEN 'accepted_in_part' ELSE file.status END
        AS next_step
FROM files AS file
LEFT JOIN files AS original ON file.duplicate_of = original.file_id
LEFT JOIN titles AS title ON file.source = title.source AND title.column_name = ''
WHERE list_contains($file_ids::INTEGER[], file.file_id)
ORDER BY file.file_id;
