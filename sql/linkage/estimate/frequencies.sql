-- How common each value is among people who could be taken for a member. The frequency in the roster counts as much as
-- $pseudo_met strangers, and the sampled strangers correct it. All values together may be rarer among strangers than
-- in the roster (half of them may live in none of its villages), never more common: a name that many strangers share
-- does not make other names more common.
-- Grain: one comparison and value of the roster.
-- Writes: linkage.term_frequencies.
-- Reads: link_frequencies (comparison, value, frequency), link_met_terms (comparison, value, met; value NULL of all
--   rows).
-- Parameters: $pseudo_met.
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
