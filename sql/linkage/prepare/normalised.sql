-- Records as they are compared.
-- Grain: one record of link_read; place is its row there.
-- Makes: link_normalised.
-- Reads: link_numbers, link_read, link_sexes (written, sex), link_spellings (one row per distinct spelling).
CREATE OR REPLACE TEMP VIEW link_normalised AS
WITH said AS (
    SELECT r.rowid AS place, r.* EXCLUDE (name, plain_name, id_number, first17, birth_in_number, last4, sex),
        CASE WHEN r.plain_name THEN r.name ELSE s.name END AS name,
        CASE WHEN r.plain_name THEN r.name ELSE s.owner END AS owner, -- 王小花 of 王小花之子
        s.kin_sex, s.kin_generation, s.kin_own,
        r.plain_name AND r.first17 IS NOT NULL AS as_written, -- name and number are written as they are compared
        r.plain_name OR coalesce(s.whole, FALSE) AS whole_name, -- nothing is hidden or lost, no relative is named
        CASE WHEN r.first17 IS NOT NULL THEN 'valid' ELSE coalesce(n.kind, 'missing') END AS kind,
        CASE WHEN r.first17 IS NOT NULL THEN r.id_number ELSE coalesce(n.pattern, repeat('?', 18)) END AS pattern,
        CASE WHEN r.first17 IS NOT NULL THEN r.id_number ELSE n.text END AS text,
        coalesce(r.first17, n.first17) AS first17,
        coalesce(r.first17, n.first17) IS NOT NULL AS whole_number,
        coalesce(r.last4, n.last4) AS last4,
        coalesce(r.birth_in_number, n.birth_date) AS birth_in_number,
        CASE WHEN r.first17 IS NULL THEN n.sex WHEN r.first17 % 2 = 1 THEN 'M' ELSE 'F' END AS sex_in_number,
        x.sex
    FROM link_read AS r
    LEFT JOIN link_spellings AS s ON s.written = r.name
    LEFT JOIN link_numbers AS n ON n.written = r.id_number
    LEFT JOIN link_sexes AS x ON x.written = trim(r.sex)
)
SELECT *,
    CASE WHEN name IS NOT NULL THEN hash(name) END AS name_id,
    CASE WHEN owner IS NOT NULL THEN hash(owner) END AS owner_name_id,
    CASE WHEN first17 IS NOT NULL AND whole_name THEN hash(text, name) END AS settled_by,
    CASE WHEN left(owner, 1) NOT IN ('*', '?') THEN unicode(owner) END AS surname,
    -- Only where no wrong or lost digit can have changed it.
    CASE WHEN kind NOT IN ('checksum_wrong', 'partial') THEN birth_in_number END AS birth_trusted
FROM said
