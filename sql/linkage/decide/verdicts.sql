-- What weights cannot express about a pair: does the number belong to a relative, or to somebody else? Covers rows
-- whose complete number is in the roster, and rows such as 王小花之子 whatever their number.
-- Grain: one rid and mid with a verdict; meant_mid is the member meant, NULL where only the household is known.
-- Makes: link_verdicts.
-- Reads: link_kin_fits, link_left, link_measured, link_right.
CREATE OR REPLACE TEMP TABLE link_verdicts AS
WITH relatives AS ( -- another member of the household has exactly the row's name
    SELECT p.rid, p.mid, count(*) AS found, any_value(m.mid) AS named_mid, any_value(m.birth) AS named_birth
    FROM link_measured p
    JOIN link_left r ON r.rid = p.rid
    JOIN link_right o ON o.mid = p.mid
    JOIN link_right m ON m.hid = o.hid AND m.mid <> o.mid AND m.name_id = r.name_id
    WHERE p.same_number AND NOT (p.spelling = 'same' AND r.kin_generation IS NULL)
    GROUP BY p.rid, p.mid
), judged AS (
    SELECT p.rid, p.mid, k.fit_mid, n.named_mid,
        CASE
            WHEN r.kin_generation IS NULL AND p.spelling = 'same' THEN NULL
            WHEN n.found = 1 AND (r.birth_date IS NULL OR n.named_birth IS NULL
                OR r.birth_date IN (n.named_birth, m.birth)) THEN 'relative'
            WHEN r.kin_generation IS NOT NULL AND p.alike THEN if(k.fits > 0, 'suffix', 'kin_untraced')
            WHEN NOT p.same_number THEN NULL
            WHEN r.birth_date <> m.birth OR r.sex <> m.sex THEN 'id_conflict'
            WHEN p.alike THEN NULL
            -- In a name of two characters, a slip in the given name leaves only the surname equal.
            WHEN length(r.owner_name) = 2 AND length(m.name) = 2 AND r.surname = m.surname THEN 'same_surname'
            WHEN r.own_birth = m.birth OR list_contains(r.villages, m.village_id) THEN 'name_changed'
            ELSE 'id_conflict'
        END AS verdict
    FROM link_measured p
    JOIN link_left r ON r.rid = p.rid
    JOIN link_right m ON m.mid = p.mid
    LEFT JOIN relatives n ON n.rid = p.rid AND n.mid = p.mid
    LEFT JOIN link_kin_fits k ON k.rid = p.rid AND k.mid = p.mid
    WHERE p.same_number OR r.kin_generation IS NOT NULL
)
SELECT rid, mid, verdict,
    CASE verdict WHEN 'relative' THEN named_mid WHEN 'suffix' THEN fit_mid WHEN 'kin_untraced' THEN NULL ELSE mid END AS meant_mid
FROM judged WHERE verdict IS NOT NULL
