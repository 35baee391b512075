-- Different names that meet in a pair, to be compared character by character, each couple once.
-- Grain: one couple of names. Inputs: link_pairs, link_rows, link_members, link_names.
SELECT couple.left_id, couple.right_id, l.name AS left, r.name AS right
FROM (
    SELECT DISTINCT rows.owner_name_id AS left_id, members.name_id AS right_id
    FROM link_pairs JOIN link_rows rows USING (rid) JOIN link_members members USING (mid)
    WHERE rows.owner_name_id <> members.name_id
) couple
JOIN link_names l ON l.name_id = couple.left_id
JOIN link_names r ON r.name_id = couple.right_id
