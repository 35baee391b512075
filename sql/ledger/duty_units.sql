-- The weeks, months, quarters … of which the calendar's duties are shown: back as far as a list was issued, but no more
-- than eight weeks or a year; ahead as far as they begin within three months, or one week. What nothing shows to be done
-- is only shown until it is due.
-- Grain: duty and unit.
-- Makes: duty_units.
-- Reads: ledger_duties, lists_issued.
-- Parameters: $day.
CREATE OR REPLACE TEMP TABLE duty_units AS
WITH begun AS (SELECT coalesce(min(issued_on), $day) AS first_day FROM lists_issued),

rhythms AS (
    SELECT ordinal, by_day, months, done_by, CASE WHEN months IS NOT NULL THEN 'month' ELSE every END AS unit
    FROM ledger_duties
    WHERE every IS NOT NULL
),

starts AS (
    SELECT rhythms.*, CAST(unnest(CASE unit
        WHEN 'week' THEN generate_series(
            date_trunc('week', $day - INTERVAL 56 DAY), $day + INTERVAL 7 DAY, INTERVAL 7 DAY
        )
        WHEN 'month' THEN generate_series(
            date_trunc('month', $day - INTERVAL 12 MONTH), $day + INTERVAL 3 MONTH, INTERVAL 1 MONTH
        )
        WHEN 'quarter' THEN generate_series(
            date_trunc('quarter', $day - INTERVAL 12 MONTH), $day + INTERVAL 3 MONTH, INTERVAL 3 MONTH
        )
        WHEN 'half_year' THEN generate_series(
            date_trunc('year', $day - INTERVAL 12 MONTH), $day + INTERVAL 3 MONTH, INTERVAL 6 MONTH
        )
        WHEN 'year' THEN generate_series(
            date_trunc('year', $day - INTERVAL 12 MONTH), $day + INTERVAL 3 MONTH, INTERVAL 12 MONTH
        )
    END) AS DATE) AS starts_on
    FROM rhythms
)

SELECT ordinal, starts_on,
    CASE WHEN by_day IS NULL THEN end_of_unit(starts_on, unit) ELSE starts_on + (by_day - 1) END AS due_on
FROM starts, begun
WHERE (months IS NULL OR list_contains(months, month(starts_on)))
    AND end_of_unit(starts_on, unit) >= begun.first_day
    AND (done_by IS NOT NULL OR end_of_unit(starts_on, unit) >= $day);
