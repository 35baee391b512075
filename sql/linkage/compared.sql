-- Each comparison of a pair of the residue as a level; the birth date of a number and of the column count once.
-- Grain: one rid and mid. Inputs: link_named_pairs, link_rows, link_members, link_number_levels, link_row_places.
CREATE OR REPLACE TEMP TABLE link_compared AS
WITH places AS (
    SELECT rid, list(village_id) AS villages, list(township_id) AS townships FROM link_row_places GROUP BY rid
), pairs AS (
    SELECT p.rid, p.mid, m.hid, m.name_id, m.village_id, m.township_id, p.name_level, p.visible_characters,
        r.kind AS row_kind, m.kind AS member_kind, r.kin_generation, r.sex, m.sex AS member_sex, m.birth,
        CASE WHEN r.kin_generation IS NULL THEN coalesce(r.birth_date, r.birth_trusted) ELSE r.birth_trusted END AS row_birth,
        c.edits,
        -- Numbers of namesakes with one birthday differ in the last four digits: a second wrong digit is believed
        -- elsewhere only. Without a wrong checksum no digit is believed wrong.
        CASE WHEN 'checksum_wrong' NOT IN (r.kind, m.kind) THEN 0 WHEN c.sequence >= 3 THEN 2 ELSE 1 END AS edits_allowed,
        c.birth AS birth_places, c.sequence, places.villages, places.townships
    FROM link_named_pairs p
    JOIN link_rows r USING (rid)
    JOIN link_members m USING (mid)
    JOIN link_number_levels c USING (rid, mid)
    LEFT JOIN places USING (rid)
    WHERE NOT p.same_number
)
SELECT rid, mid, hid, name_id, village_id, township_id, name_level, visible_characters, row_kind, member_kind,
    kin_generation, sequence,
    CASE
        WHEN row_birth = birth OR birth_places = 8 THEN 'date'
        WHEN birth_places >= 6 THEN 'near'
        WHEN birth_places >= 4 THEN 'year'
        ELSE 'unknown'
    END AS birth_level,
    CASE
        WHEN villages IS NULL THEN 'unknown'
        WHEN list_contains(villages, village_id) THEN 'village'
        WHEN list_count(villages) = 0 AND list_contains(townships, township_id) THEN 'township'
        ELSE 'elsewhere'
    END AS place_level,
    CASE
        WHEN edits > edits_allowed THEN 'id_excluded'
        WHEN row_birth <> birth THEN 'birth_differs'
        WHEN kin_generation IS NULL AND sex <> member_sex THEN 'sex_differs'
    END AS contradiction,
    kin_generation IS NULL AND sex = member_sex AS sex_agrees
FROM pairs
