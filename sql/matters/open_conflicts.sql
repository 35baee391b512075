-- Rows of one day that contradict each other and have not been settled by an answer, or a step, of that day or later.
-- Grain: returned row and day.
-- Makes: open_conflicts.
-- Reads: findings, ledger_events.
CREATE OR REPLACE TEMP VIEW open_conflicts AS
WITH answers AS (
    SELECT household_id, verified_on AS day, file_id, sheet, row_number, verdict
    FROM findings AS finding
    WHERE status = 'conflict' AND NOT EXISTS (
        SELECT * FROM findings AS later
        WHERE later.household_id = finding.household_id AND later.episode = finding.episode
            AND later.status = 'in_force' AND later.verified_on >= finding.verified_on
    )
),

steps AS (
    SELECT DISTINCT household_id, happened_on AS day, file_id, sheet, row_number, CAST(NULL AS VARCHAR) AS verdict
    FROM ledger_events AS event
    WHERE status = 'conflict' AND file_id IS NOT NULL
        AND NOT EXISTS (
            SELECT * FROM findings
            WHERE findings.file_id = event.file_id AND findings.sheet = event.sheet
                AND findings.row_number = event.row_number
        )
        AND NOT EXISTS (
            SELECT * FROM ledger_events AS later
            WHERE later.household_id = event.household_id AND later.kind = event.kind AND later.status = 'counts'
                AND later.happened_on >= event.happened_on
        )
)

SELECT * FROM answers
UNION ALL
SELECT * FROM steps;
