-- What a receipt says of a file that came back.
-- Grain: file that came back.
-- Reads: returned_files.
-- Parameters: $file_ids.
SELECT
    file_id,
    name,
    sha256,
    coalesce(township, '未知乡镇') AS township,
    coalesce(period, '未知') AS period,
    coalesce(period, strftime(received_at, '%Y-%m')) AS month,
    strftime(received_at, '%Y-%m-%d %H:%M') AS received_at,
    CASE WHEN status = 'accepted' AND rows_refused > 0 THEN 'accepted_in_part' ELSE status END AS outcome,
    CASE WHEN status = 'accepted' THEN
        '读到 ' || rows_read || ' 行：采用 ' || rows_taken || ' 行，没有填写 ' || rows_unanswered || ' 行，退回 '
        || rows_refused || ' 行'
    ELSE '' END AS counts,
    coalesce('原因：' || reason, '') AS reason
FROM returned_files
WHERE file_id IN (SELECT unnest($file_ids))
ORDER BY name;
