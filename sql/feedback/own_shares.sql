-- How many of the alerts that a department's rows led to proved true, by source; no share of fewer than ten answers.
-- Grain: source.
-- Reads: own_alerts.
-- Parameters: $period.
WITH counted AS (
    SELECT
        department, title,
        count(*) AS alerts,
        count(*) FILTER (last_period = $period) AS open_now,
        count(verdict) AS verified,
        count(*) FILTER (verdict = 'confirmed') AS confirmed,
        count(*) FILTER (verdict = 'partly') AS partly,
        count(*) FILTER (verdict = 'refuted') AS refuted,
        count(*) FILTER (verdict = 'unverifiable') AS unverifiable
    FROM own_alerts
    GROUP BY department, title
)

SELECT
    *,
    CASE
        WHEN confirmed + partly + refuted < 10 THEN '不足 10 户，不计算'
        ELSE printf(
            '%.0f%%（%.0f%%～%.0f%%）',
            100.0 * (confirmed + partly) / (confirmed + partly + refuted),
            100 * wilson_end(confirmed + partly, confirmed + partly + refuted, -1),
            100 * wilson_end(confirmed + partly, confirmed + partly + refuted, 1)
        )
    END AS share
FROM counted
ORDER BY department, title;
