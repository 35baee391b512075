-- For rows such as 王小花之子: who in the household of the number's owner may be meant. A relation, sex or birth date
-- missing from the roster excludes nobody, but a member with neither relation nor birth date fits nothing. Parents and
-- children are at least 15 years apart. The birth date column counts unless it is the owner's own.
-- Grain: one rid and owner's mid; fit_mid is set when exactly one member fits.
-- Makes: link_kin_fits.
-- Reads: link_left, link_measured, link_right.
CREATE OR REPLACE TEMP TABLE link_kin_fits AS
SELECT p.rid, p.mid, count(m.mid) AS fits, CASE WHEN count(m.mid) = 1 THEN any_value(m.mid) END AS fit_mid
FROM link_measured p
JOIN link_left r ON r.rid = p.rid
JOIN link_right o ON o.mid = p.mid
LEFT JOIN link_right m
    ON m.hid = o.hid
    AND m.mid <> o.mid
    AND (m.generation IS NOT NULL OR m.birth IS NOT NULL)
    AND (m.sex = r.kin_sex OR m.sex IS NULL OR r.kin_sex IS NULL)
    AND (m.generation - o.generation = r.kin_generation OR m.generation IS NULL OR o.generation IS NULL)
    AND CASE
        WHEN m.own IS NULL OR o.own IS NULL THEN TRUE
        WHEN r.kin_generation > 0 THEN m.own           -- children and grandchildren by blood
        WHEN r.kin_generation < 0 AND o.generation > 0 THEN TRUE -- one of a child's parents married into the family
        WHEN r.kin_generation < 0 THEN m.own = o.own   -- parents of the wife are parents-in-law of the head
        ELSE m.own <> o.own                            -- one of a couple belongs to the family, the other married into it
    END
    AND CASE
        WHEN m.birth IS NULL OR o.birth IS NULL OR r.kin_generation = 0 THEN TRUE
        WHEN r.kin_generation > 0 THEN m.birth >= o.birth + to_years(15 * r.kin_generation)
        ELSE m.birth <= o.birth + to_years(15 * r.kin_generation)
    END
    AND (r.birth_date IS NULL OR r.birth_date = o.birth OR m.birth IS NULL OR r.birth_date = m.birth)
WHERE r.kin_generation IS NOT NULL AND p.alike
GROUP BY p.rid, p.mid
