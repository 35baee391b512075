-- Facts of one source that probably are one, directly or through others: they count under one of their keys.
-- Grain: one fact that probably repeats another.
-- Makes: alike_facts.
-- Reads: alike_pairs.
CREATE OR REPLACE TEMP TABLE alike_facts AS
WITH RECURSIVE either_way AS (
    SELECT fact_key, other FROM alike_pairs WHERE both_count
    UNION
    SELECT other, fact_key FROM alike_pairs WHERE both_count
),

reached AS (
    SELECT fact_key, fact_key AS other FROM either_way
    UNION
    SELECT r.fact_key, e.other FROM reached AS r JOIN either_way AS e ON e.fact_key = r.other
)

SELECT fact_key, min(other) AS counts_as FROM reached GROUP BY fact_key;
