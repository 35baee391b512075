-- How many strangers in the roster would agree as well by chance, and by which stage the pair was found.
-- Grain: one rid and mid. Inputs: link_compared, link_members, link_kin_fits; the chances of matching/model.yaml.
CREATE OR REPLACE TEMP TABLE link_weighed AS
WITH namesakes AS (
    SELECT name_id, count(*) AS members FROM link_members GROUP BY name_id
), roster AS (
    SELECT count(*) AS members FROM link_members
), villages AS (
    SELECT village_id, count(*) AS members FROM link_members GROUP BY village_id
), townships AS (
    SELECT township_id, count(*) AS members FROM link_members GROUP BY township_id
)
SELECT c.rid, c.hid,
    CASE WHEN c.kin_generation IS NULL THEN c.mid ELSE k.fit_mid END AS mid,
    CASE
        WHEN c.kin_generation IS NOT NULL THEN 'kin'
        WHEN c.sequence >= 2 AND list_has_any([c.row_kind, c.member_kind], ['checksum_wrong', 'partial']) THEN 'id_near'
        WHEN c.sequence >= 1 AND 'mangled' IN (c.row_kind, c.member_kind) THEN 'id_prefix'
        WHEN c.sequence >= 1 THEN 'id_masked'
        WHEN c.birth_level = 'date' THEN 'name_birth'
        ELSE 'name_place'
    END AS stage,
    CASE c.name_level
        WHEN 'same' THEN namesakes.members
        WHEN 'homophone' THEN namesakes.members * $homophone
        WHEN 'one_edit' THEN namesakes.members * $one_edit
        ELSE roster.members * $visible_character ** c.visible_characters
    END
    * CASE c.birth_level WHEN 'date' THEN $birth_date WHEN 'near' THEN $birth_near WHEN 'year' THEN $birth_year ELSE 1 END
    * $sequence_digit ** c.sequence
    * CASE c.place_level
        WHEN 'village' THEN villages.members / roster.members
        WHEN 'township' THEN townships.members / roster.members
        WHEN 'elsewhere' THEN $elsewhere
        ELSE 1
    END
    * CASE WHEN c.sex_agrees THEN $sex ELSE 1 END AS coincidences,
    coalesce(c.contradiction, CASE WHEN c.kin_generation IS NOT NULL AND k.fits = 0 THEN 'kin_untraced' END) AS contradiction
FROM link_compared c
CROSS JOIN roster
JOIN namesakes USING (name_id)
JOIN villages USING (village_id)
JOIN townships USING (township_id)
LEFT JOIN link_kin_fits k ON k.rid = c.rid AND k.mid = c.mid
