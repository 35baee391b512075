-- How common each value is among those who could be taken for a member: as in the roster, as if $pseudo_met strangers had been
-- expected to have it and had, and as the sampled strangers have it.
-- Grain: one comparison and value of the roster. Inputs: link_frequencies (comparison, value, frequency), link_met (comparison,
-- value, met; value NULL of all rows); $pseudo_met.
INSERT INTO linkage.term_frequencies
SELECT f.comparison, f.value,
    f.frequency * ($pseudo_met + coalesce(m.met, 0)) / ($pseudo_met + f.frequency * coalesce(s.met, 0)) AS frequency
FROM link_frequencies AS f
LEFT JOIN link_met AS m ON m.comparison = f.comparison AND m.value = f.value
LEFT JOIN link_met AS s ON s.comparison = f.comparison AND s.value IS NULL
