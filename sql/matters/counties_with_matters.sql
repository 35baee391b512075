-- The county, if there is anything for it to decide or announce.
-- Grain: county, at most one.
-- Reads: built.procedure_steps, ledger, this_county.
-- Parameters: $period.
SELECT area, $period AS period
FROM this_county
WHERE EXISTS (
    FROM ledger AS matter
    INNER JOIN built.procedure_steps AS following ON matter.next_step = following.key AND following.who = 'county'
);
