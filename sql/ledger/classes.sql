-- Since when, and until when, a household counts as monitored: from its confirmation, or from the roster's word, to the
-- end of the risk. Its type is the roster's where that says so too; else the one of the class under which it was alerted,
-- or of whether it is registered as poor.
-- Grain: household and span.
-- Writes: built.ledger_classes.
-- Reads: alerts, households_now, monitored_stages, monitored_types, walked.
DELETE FROM built.ledger_classes;
INSERT INTO built.ledger_classes BY NAME
WITH changes AS (
    SELECT household_id, place, stage_since, episode, stage IN (SELECT stage FROM monitored_stages) AS counts
    FROM walked
    QUALIFY counts IS DISTINCT FROM coalesce(
        lag(counts) OVER (PARTITION BY household_id ORDER BY place), false
    )
),

spans AS (
    SELECT household_id, episode, counts, stage_since AS since,
        lead(stage_since) OVER (PARTITION BY household_id ORDER BY place) AS until
    FROM changes
),

alerted AS (
    SELECT span.household_id, span.since, max_by(alert.target_class, alert.period) AS target_class
    FROM spans AS span
    JOIN alerts AS alert
        ON span.household_id = alert.household_id AND alert.period <= strftime(span.since, '%Y-%m')
    WHERE span.counts AND alert.first_period = span.episode
    GROUP BY ALL
),

of_classes AS ( -- several types may be of one class: the first
    SELECT target_class, min_by(household_type, rowid) AS household_type FROM monitored_types GROUP BY target_class
),

typed AS (
    SELECT span.household_id, span.since, span.until, roster.household_type IS NOT NULL AS on_roster,
        coalesce(roster.household_type, of_class.household_type, CASE
            WHEN household.household_type IN ('脱贫户', '未脱贫户') THEN '脱贫不稳定户' ELSE '边缘易致贫户'
        END) AS household_type
    FROM spans AS span
    JOIN households_now AS household USING (household_id)
    LEFT JOIN alerted USING (household_id, since)
    LEFT JOIN monitored_types AS roster ON household.household_type = roster.household_type
    LEFT JOIN of_classes AS of_class ON alerted.target_class = of_class.target_class
    WHERE span.counts
)

SELECT typed.*, monitored_types.target_class FROM typed JOIN monitored_types USING (household_type);
