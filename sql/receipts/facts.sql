-- The facts at the top of each file's receipt, and in the list of a department's receipts.
-- Grain: file.
-- Reads: file_notices, files, titles.
-- Parameters: $file_ids.
WITH asked AS (
    SELECT
        *,
        CASE
            WHEN status <> 'accepted' THEN status
            WHEN rows_read = 0 THEN 'header_only'
            WHEN rows_accepted = 0 THEN 'none_accepted'
            WHEN rows_rejected > 0 THEN 'accepted_in_part'
            WHEN file_id IN (SELECT file_id FROM file_notices WHERE code IN ('no_amounts', 'header_question', 'unread_list'))
                THEN 'accepted_with_questions'
            ELSE 'accepted'
        END AS outcome,
        CASE
            WHEN first_month = last_month THEN first_month
            ELSE first_month || ' 至 ' || last_month
        END AS months,
        strptime(taken_in, '%Y-%m') AS identified
    FROM files
    WHERE list_contains($file_ids::INTEGER[], file_id)
)

SELECT
    file.file_id,
    coalesce(title.title, file.source || '（未登记的数据来源）') AS source,
    file.source AS source_folder,
    file.name,
    coalesce(file.period, '未知期别') AS period,
    file.taken_in,
    file.status,
    file.outcome,
    strftime(file.received_at, '%Y-%m-%d %H:%M') AS received_at,
    file.rows_read,
    file.rows_accepted,
    file.rows_rejected,
    CASE
        WHEN file.outcome IN ('rejected', 'duplicate') THEN '没有读入数据行'
        ELSE concat('读入 ', file.rows_read, ' 行，采用 ', file.rows_accepted, ' 行，退回 ', file.rows_rejected, ' 行')
    END AS counts,
    file.months,
    CASE
        WHEN file.last_month < strftime(file.identified - INTERVAL 24 MONTH, '%Y-%m')
            THEN '，早于 ' || file.taken_in || ' 期计算的两年，不计入收支'
        WHEN file.first_month >= file.taken_in THEN '，从下一期起计入收支'
        ELSE ''
    END AS use_of_months,
    file.period < file.taken_in AND NOT EXISTS (
        FROM files AS other
        WHERE other.source = file.source AND other.period = file.taken_in AND other.status IN ('accepted', 'superseded', 'duplicate')
    ) AS is_still_missing,
    file.reason AS cause,
    CASE
        WHEN file.replaced_by IS NOT NULL THEN '已由 ' || file.replaced_by || ' 号文件替代'
        WHEN file.outcome = 'rejected' THEN (
            SELECT '已重新报送，见 ' || max(again.file_id) || ' 号文件'
            FROM files AS again
            WHERE again.source = file.source AND again.name = file.name AND again.file_id > file.file_id
                AND again.status IN ('accepted', 'superseded', 'duplicate')
            HAVING count(*) > 0
        )
    END AS later,
    coalesce('内容相同的文件：' || original.period || ' 期 ' || original.name, '') AS original
FROM asked AS file
LEFT JOIN files AS original ON file.duplicate_of = original.file_id
LEFT JOIN titles AS title ON file.source = title.source AND title.column_name = ''
ORDER BY file.file_id;
