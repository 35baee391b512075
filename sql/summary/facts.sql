-- The facts at the top of the analyst's summary.
-- Grain: one row.
-- Reads: alerts, runs.
-- Parameters: $period.
SELECT
    $period AS period,
    coalesce(max(pack), '未记录') AS pack,
    coalesce(max(pack_version), '未记录') AS pack_version,
    CASE
        WHEN (SELECT count(*) FROM alerts WHERE period = $period AND state <> 'cleared') = 0
            THEN '本期全县没有需要核查的户，各乡镇均无清单。'
        ELSE ''
    END AS nothing_to_check
FROM runs
WHERE period = $period;
