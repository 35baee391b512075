-- Tell what was decided and not told yet, up to the day of the period's lists; and what was told and holds no longer.
-- A period that is run again tells the same again, and only adds to it.
-- Grain: household, and what is said of it.
-- Writes: returned.pushes.
-- Reads: decided, lists_issued, files, returned.pushes.
-- Parameters: $period.
INSERT INTO returned.pushes
WITH told AS (
    SELECT *
    FROM returned.pushes
    QUALIFY row_number() OVER (PARTITION BY household_id, episode, kind ORDER BY push DESC) = 1
),

until AS (
    SELECT coalesce(
        (SELECT max(issued_on) FROM lists_issued WHERE period = $period),
        (SELECT max(received_at)::DATE + 1 FROM files WHERE period <= $period),
        ($period || '-01')::DATE
    ) AS day
),

news AS (
    SELECT
        decided.household_id, decided.episode, decided.kind, decided.happened_on, false AS withdrawn,
        decided.target_class
    FROM decided
    INNER JOIN until ON decided.happened_on <= until.day
    LEFT JOIN told USING (household_id, episode, kind)
    WHERE told.push IS NULL OR told.withdrawn OR told.happened_on <> decided.happened_on
    UNION ALL
    SELECT told.household_id, told.episode, told.kind, told.happened_on, true, told.target_class
    FROM told
    ANTI JOIN decided USING (household_id, episode, kind)
    WHERE NOT told.withdrawn AND told.period <= $period
)

SELECT (SELECT coalesce(max(push), 0) + 1 FROM returned.pushes), $period, news.*
FROM news;
