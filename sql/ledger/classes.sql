-- Since when, and until when, a household counts as monitored: from its confirmation, or from the roster's word, to the
-- end of the risk. Its type is that of the class under which it was alerted, else the roster's, else by whether it is
-- registered as poor; its class is the roster's where that lists it too.
-- Grain: household and span.
-- Writes: built.ledger_classes.
-- Reads: alerts, households_now, matter_moves, monitored_stages, monitored_types, walked.
DELETE FROM built.ledger_classes;
INSERT INTO built.ledger_classes BY NAME
WITH changes AS (
    SELECT walked.household_id, walked.place, stage_since, walked.episode,
        stage IN (SELECT stage FROM monitored_stages) AS counts, move.kind IN ('on_roster', 'off_roster') AS by_roster
    FROM walked
    JOIN matter_moves AS move USING (event_id)
    QUALIFY counts IS DISTINCT FROM coalesce(
        lag(counts) OVER (PARTITION BY walked.household_id ORDER BY walked.place), false
    )
),

spans AS (
    SELECT household_id, episode, counts, stage_since AS since, by_roster AS since_roster,
        lead(stage_since) OVER household AS until, lead(by_roster) OVER household AS until_roster
    FROM changes
    WINDOW household AS (PARTITION BY household_id ORDER BY place)
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
    SELECT span.household_id, span.since, span.until, span.since_roster, span.until_roster,
        roster.household_type IS NOT NULL AS on_roster,
        coalesce(of_class.household_type, roster.household_type, CASE
            WHEN household.household_type IN ('脱贫户', '未脱贫户') THEN '脱贫不稳定户' ELSE '边缘易致贫户'
        END) AS household_type,
        roster.target_class
    FROM spans AS span
    JOIN households_now AS household USING (household_id)
    LEFT JOIN alerted USING (household_id, since)
    LEFT JOIN monitored_types AS roster ON household.household_type = roster.household_type
    LEFT JOIN of_classes AS of_class ON alerted.target_class = of_class.target_class
    WHERE span.counts
)

SELECT typed.* EXCLUDE (target_class), coalesce(typed.target_class, own.target_class) AS target_class
FROM typed
JOIN monitored_types AS own USING (household_type);
