-- What is unknown for the whole county, in words.
-- Grain: one source.
-- Reads: county_gaps.
-- Parameters: $period.
SELECT source, months, rules, sentence FROM county_gaps
WHERE period = $period
ORDER BY rules = '', source DESC;
