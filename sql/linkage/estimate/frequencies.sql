-- How common each value is among those who could be taken for a member: as in the roster, as if $pseudo_met strangers had been
-- expected to have it and had, and as the sampled strangers have it. Of all values together less may be expected than of the
-- roster (half of the strangers may live in none of its villages), never more: one name of many strangers makes no other commoner.
-- Grain: one comparison and value of the roster. Inputs: link_frequencies (comparison, value, frequency), link_met_terms (comparison,
-- value, met; value NULL of all rows); $pseudo_met.
INSERT INTO linkage.term_frequencies
WITH met AS (
    SELECT f.comparison, f.value, f.frequency, coalesce(m.met, 0) AS met, coalesce(s.met, 0) AS strangers
    FROM link_frequencies AS f
    LEFT JOIN link_met_terms AS m ON m.comparison = f.comparison AND m.value = f.value
    LEFT JOIN link_met_terms AS s ON s.comparison = f.comparison AND s.value IS NULL
), roster AS (
    SELECT comparison,
        least(1, ($pseudo_met + sum(met)) / ($pseudo_met + any_value(strangers) * sum(frequency ORDER BY value))) AS as_common
    FROM met
    GROUP BY comparison
), expected AS (
    SELECT comparison, value, met, strangers, frequency * as_common AS frequency FROM met JOIN roster USING (comparison)
)
SELECT comparison, value, frequency * ($pseudo_met + met) / ($pseudo_met + frequency * strangers) AS frequency
FROM expected
