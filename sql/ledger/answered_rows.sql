-- Rows that were taken, with their answers of fixed fields and the episode that they belong to: that of the list, or
-- the latest that had begun by its period.
-- Grain: returned row that was taken.
-- Makes: answered_rows.
-- Reads: alerts, household_months, lists_issued, returned.entries, returned.received, returned.rows, roster_changes.
CREATE OR REPLACE TEMP TABLE answered_rows AS
WITH taken AS (
    SELECT row.* EXCLUDE (answered, refused), received.received_on
    FROM returned.rows AS row
    JOIN returned.received AS received USING (file_id)
    WHERE row.answered AND NOT row.refused
),

begun AS (
    SELECT household_id, episode FROM lists_issued SEMI JOIN taken USING (household_id)
    UNION
    SELECT household_id, first_period FROM alerts SEMI JOIN taken USING (household_id)
    UNION
    SELECT household_id, period FROM roster_changes SEMI JOIN taken USING (household_id) WHERE kind = 'on_roster'
),

cells AS (
    SELECT
        file_id, sheet, row_number,
        CAST(max(value) FILTER (field = 'verified_on') AS DATE) AS verified_on,
        max(value) FILTER (field = 'verdict') AS verdict,
        max(value) FILTER (field = 'cause') AS cause,
        max(value) FILTER (field = 'proposal') AS proposal,
        CAST(max(value) FILTER (field = 'visited_on') AS DATE) AS visited_on,
        max(value) FILTER (field = 'visit_result') AS visit_result,
        CAST(max(value) FILTER (field = 'reviewed_on') AS DATE) AS reviewed_on,
        max(value) FILTER (field = 'reviewed') AS reviewed,
        max(value) FILTER (field = 'status') AS measure_status,
        CAST(max(value) FILTER (field = 'done_on') AS DATE) AS done_on,
        CAST(max(value) FILTER (field = 'amount') AS DECIMAL(14, 2)) AS amount
    FROM returned.entries
    GROUP BY file_id, sheet, row_number
)

SELECT
    taken.*, cells.* EXCLUDE (file_id, sheet, row_number), month.has_labour,
    coalesce(issued.episode, begun.episode, taken.period) AS episode
FROM taken
LEFT JOIN cells USING (file_id, sheet, row_number)
LEFT JOIN household_months AS month USING (period, household_id)
LEFT JOIN lists_issued AS issued USING (period, household_id)
ASOF LEFT JOIN begun ON taken.household_id = begun.household_id AND taken.period >= begun.episode;
