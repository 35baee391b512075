-- Whether the roster is the one compared last: 1 or 0, without a look at single households.
-- Grain: one row. Inputs: link_digests, linkage.households.
SELECT CAST(
    (SELECT bit_xor(digest) FROM link_digests) IS NOT DISTINCT FROM (SELECT bit_xor(fingerprint) FROM linkage.households)
AS INTEGER)
