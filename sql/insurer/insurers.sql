-- The insurer, if the procedure sends households to it and there are any (C7).
-- Grain: insurer, at most one.
-- Reads: built.procedure_steps, ledger.
-- Parameters: $period.
SELECT '保险公司' AS insurer, $period AS period, count(*) AS households
FROM ledger AS matter
INNER JOIN built.procedure_steps AS following ON matter.next_step = following.key AND following.who = 'insurer'
HAVING count(*) > 0;
