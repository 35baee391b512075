-- What each blocking rule yielded in a batch and what its cap left out, added up over the batches of a period.
-- Grain: one period and rule.
-- Writes: linkage.blocking.
-- Reads: link_blocks, link_row_keys.
-- Parameters: $period.
MERGE INTO linkage.blocking AS b
USING (
    SELECT $period AS period, rule, count(DISTINCT rid) AS persons,
        coalesce(sum(members) FILTER (open), 0)::BIGINT AS pairs,
        count(DISTINCT key) FILTER (NOT open) AS capped_blocks,
        coalesce(sum(members) FILTER (NOT open), 0)::BIGINT AS capped_pairs
    FROM link_row_keys JOIN link_blocks USING (rule, key)
    GROUP BY rule
) AS n
ON b.period = n.period AND b.rule = n.rule
WHEN MATCHED THEN UPDATE SET persons = b.persons + n.persons, pairs = b.pairs + n.pairs,
    capped_blocks = b.capped_blocks + n.capped_blocks, capped_pairs = b.capped_pairs + n.capped_pairs
WHEN NOT MATCHED THEN INSERT VALUES (n.period, n.rule, n.persons, n.pairs, n.capped_blocks, n.capped_pairs)
