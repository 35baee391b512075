-- Facts of one source that a changed file reports, and those that probably are one with these.
-- Grain: one fact.
-- Makes: changed_keys.
-- Reads: accepted_rows (file_id, fact_key of the source), alike_pairs, changed_files.
CREATE OR REPLACE TEMP TABLE changed_keys AS
WITH RECURSIVE either_way AS (
    SELECT fact_key, other FROM alike_pairs UNION SELECT other, fact_key FROM alike_pairs
),

reached AS (
    SELECT fact_key FROM accepted_rows SEMI JOIN changed_files USING (file_id)
    UNION
    SELECT e.other FROM reached AS r JOIN either_way AS e USING (fact_key)
)

FROM reached;
