-- Households that are new, changed or gone (fingerprint NULL). A changed household keeps its hid; new ones get the
-- next numbers.
-- Grain: one household_id.
-- Makes: link_changed_households.
-- Reads: link_digests, linkage.households.
CREATE OR REPLACE TEMP TABLE link_changed_households AS
WITH written AS (
    SELECT household_id, bit_xor(digest) AS fingerprint FROM link_digests GROUP BY household_id
), changed AS (
    SELECT household_id, k.hid, w.fingerprint
    FROM written AS w FULL JOIN linkage.households AS k USING (household_id)
    WHERE w.fingerprint IS DISTINCT FROM k.fingerprint
), known AS (
    SELECT coalesce(max(hid), 0) AS last FROM linkage.households
)
SELECT household_id,
    CAST(coalesce(hid, last + row_number() OVER (PARTITION BY hid IS NULL ORDER BY household_id)) AS INTEGER) AS hid,
    fingerprint
FROM changed CROSS JOIN known
