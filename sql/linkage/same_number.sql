-- Rows whose complete number the roster has: does the name agree, is it a relative's, or is the number somebody else's?
-- coincidences only ranks: a plain agreement before a relative's name before a similar name before a kin suffix.
-- Grain: one rid and mid. Inputs: link_named_pairs, link_rows, link_members, link_kin_fits.
CREATE OR REPLACE TEMP TABLE link_same_number AS
WITH relatives AS ( -- another member of the household has exactly the row's name
    SELECT p.rid, p.mid, count(*) AS found, any_value(m.mid) AS named_mid, any_value(m.birth) AS named_birth
    FROM link_named_pairs p
    JOIN link_rows r ON r.rid = p.rid
    JOIN link_members o ON o.mid = p.mid
    JOIN link_members m ON m.hid = o.hid AND m.mid <> o.mid AND m.name_id = r.name_id
    WHERE p.same_number AND NOT (p.name_level = 'same' AND r.kin_generation IS NULL)
    GROUP BY p.rid, p.mid
), judged AS (
    SELECT p.rid, p.mid, m.hid, k.fits, k.fit_mid, n.named_mid,
        CASE
            WHEN r.kin_generation IS NULL AND p.name_level = 'same' THEN 'own'
            WHEN n.found = 1 AND (r.birth_date IS NULL OR n.named_birth IS NULL
                OR r.birth_date IN (n.named_birth, m.birth)) THEN 'relative'
            WHEN p.name_level = 'different' THEN 'conflict'
            WHEN r.kin_generation IS NOT NULL THEN if(k.fits > 0, 'suffix', 'untraced')
            WHEN r.birth_date <> m.birth OR r.sex <> m.sex THEN 'conflict'
            ELSE 'similar'
        END AS verdict
    FROM link_named_pairs p
    JOIN link_rows r ON r.rid = p.rid
    JOIN link_members m ON m.mid = p.mid
    LEFT JOIN relatives n ON n.rid = p.rid AND n.mid = p.mid
    LEFT JOIN link_kin_fits k ON k.rid = p.rid AND k.mid = p.mid
    WHERE p.same_number
)
SELECT rid, hid,
    CASE verdict WHEN 'relative' THEN named_mid WHEN 'suffix' THEN fit_mid WHEN 'untraced' THEN NULL ELSE mid END AS mid,
    CASE WHEN verdict IN ('own', 'similar', 'conflict') THEN 'id_exact' ELSE 'kin' END AS stage,
    CASE verdict WHEN 'own' THEN 1e-12 WHEN 'relative' THEN 1e-10 WHEN 'similar' THEN 1e-8 ELSE 1e-6 END AS coincidences,
    CASE verdict WHEN 'conflict' THEN 'id_conflict' WHEN 'untraced' THEN 'kin_untraced' END AS contradiction
FROM judged
