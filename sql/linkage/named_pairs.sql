-- Pairs whose names agree in some degree, and all pairs with one number.
-- Grain: one rid and mid. Inputs: link_pairs, link_rows, link_members, link_names, link_name_levels.
CREATE OR REPLACE TEMP TABLE link_named_pairs AS
WITH levels AS (
    SELECT p.rid, p.mid, p.same_number, least(n.visible, o.visible) AS visible_characters,
        CASE WHEN o.name_id <> n.name_id THEN l.level
             WHEN n.visible = 0 THEN 'different'
             WHEN n.masked THEN 'masked'
             ELSE 'same' END AS name_level
    FROM link_pairs p
    JOIN link_rows r USING (rid)
    JOIN link_members m USING (mid)
    LEFT JOIN link_names o ON o.name_id = r.owner_name_id
    LEFT JOIN link_names n ON n.name_id = m.name_id
    LEFT JOIN link_name_levels l ON l.left_id = r.owner_name_id AND l.right_id = m.name_id
)
SELECT * REPLACE (coalesce(name_level, 'different') AS name_level)
FROM levels
WHERE same_number OR name_level <> 'different'
