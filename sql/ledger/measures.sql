-- What the document provides for families found in need and for monitored ones, as proposed with their newest alert, and
-- what townships say of each: the later day's word, a blank never erasing.
-- Grain: household, episode and measure.
-- Writes: measures.
-- Reads: alerts, answered_rows, built.ledger_classes, findings, forbidden_steps.
DELETE FROM measures;
INSERT INTO measures BY NAME
WITH concerned AS (
    SELECT household_id, episode FROM findings WHERE status = 'in_force' AND verdict IN ('confirmed', 'partly')
    UNION
    SELECT class.household_id, max(alert.first_period) AS episode
    FROM built.ledger_classes AS class
    JOIN alerts AS alert USING (household_id)
    WHERE class.until IS NULL AND alert.state <> 'cleared'
    GROUP BY class.household_id
),

told AS (
    SELECT household_id, episode, item[3:] AS measure_key,
        coalesce(done_on, received_on) AS day, measure_status, done_on, amount, file_id, sheet, row_number
    FROM answered_rows
    ANTI JOIN forbidden_steps USING (file_id, sheet, row_number)
    WHERE form = 'measures'
),

said AS (
    SELECT household_id, episode, measure_key,
        max_by(measure_status, told_at) FILTER (measure_status IS NOT NULL) AS status,
        max_by(done_on, told_at) FILTER (done_on IS NOT NULL) AS done_on,
        max_by(amount, told_at) FILTER (amount IS NOT NULL) AS amount
    FROM (SELECT *, {'day': day, 'file': file_id, 'sheet': sheet, 'row': row_number} AS told_at FROM told)
    GROUP BY ALL
),

proposed AS (
    SELECT alert.household_id, alert.first_period AS episode, max_by(alert.measures, alert.period) AS measures
    FROM alerts AS alert
    WHERE alert.state <> 'cleared' AND alert.household_id IN (
        SELECT household_id FROM concerned UNION SELECT household_id FROM said
    )
    GROUP BY ALL
),

written AS ( -- “what（who）；what（who）”
    SELECT household_id, episode, regexp_extract(text, '^(.*)（(.*)）$', ['measure', 'unit']) AS part
    FROM (SELECT household_id, episode, unnest(string_split(measures, '；')) AS text FROM proposed)
    WHERE text <> ''
),

named AS (
    SELECT DISTINCT household_id, episode, left(md5(part.measure), 8) AS measure_key, part.measure,
        string_split(part.unit, '，')[1] AS unit
    FROM written
)

SELECT
    household_id, episode, measure_key,
    coalesce(named.measure, elsewhere.measure, '') AS measure,
    coalesce(named.unit, elsewhere.unit, '') AS unit,
    coalesce(said.status, 'proposed') AS status, said.done_on, said.amount
FROM (SELECT named.* FROM named SEMI JOIN concerned USING (household_id, episode)) AS named
FULL JOIN said USING (household_id, episode, measure_key)
LEFT JOIN (
    SELECT household_id, measure_key, min(measure) AS measure, min(unit) AS unit FROM named GROUP BY ALL
) AS elsewhere USING (household_id, measure_key)
ORDER BY household_id, episode, measure_key;
