-- What the national system does not know yet: households confirmed that the roster does not list as monitored, or as of
-- another class; and households whose risk is over that the roster still lists as at risk.
-- Grain: household.
-- Makes: national_changes.
-- Reads: alerts, causes, decided, findings, roster.households, words.
-- Parameters: $period.
CREATE OR REPLACE TEMP TABLE national_changes AS
WITH latest AS (
    SELECT
        household_id, max(episode) AS episode,
        max_by(happened_on, episode) FILTER (kind = 'confirmed') AS confirmed_on,
        max_by(happened_on, episode) FILTER (kind = 'eliminated') AS eliminated_on,
        max_by(target_class, episode) AS target_class,
        max_by(cites, happened_on) AS cites
    FROM decided
    GROUP BY household_id
),

standing AS (
    SELECT
        latest.* REPLACE (
            if(eliminated_on >= coalesce(confirmed_on, eliminated_on), eliminated_on, NULL) AS eliminated_on
        ),
        coalesce(class.label, latest.target_class) AS household_type
    FROM latest
    LEFT JOIN words AS class
        ON class.period = $period AND class.kind = 'target_class' AND latest.target_class = class.word
),

compared AS (
    SELECT
        standing.*, household.township, household.village, household.head_name, household.head_id_number,
        household.household_type AS roster_type, household.responsible_person, household.phone,
        coalesce(household.risk_eliminated = '是', false) AS roster_eliminated,
        household.household_type IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户') AS on_roster
    FROM standing
    INNER JOIN roster.households AS household USING (household_id)
),

changes AS (
    SELECT *, CASE
        WHEN eliminated_on IS NOT NULL AND on_roster AND NOT roster_eliminated THEN '标注风险消除'
        WHEN eliminated_on IS NULL AND (NOT on_roster OR roster_eliminated) THEN '新录入'
        WHEN eliminated_on IS NULL AND household_type <> roster_type THEN '变更类型'
    END AS what
    FROM compared
),

risks AS (
    SELECT household_id, episode, max_by(cause, verified_on) AS cause
    FROM findings
    WHERE status = 'in_force' AND cause IS NOT NULL
    GROUP BY household_id, episode
),

suspected AS (
    SELECT household_id, first_period AS episode, max_by(causes, period) AS causes
    FROM alerts
    SEMI JOIN changes USING (household_id)
    GROUP BY household_id, first_period
),

named AS (
    SELECT suspected.household_id, suspected.episode, string_agg(DISTINCT cause.label, '、' ORDER BY cause.label) AS risk
    FROM (SELECT household_id, episode, unnest(string_split(causes, ',')) AS cause FROM suspected) AS suspected
    INNER JOIN causes AS cause ON cause.period = $period AND trim(suspected.cause) = cause.cause
    GROUP BY suspected.household_id, suspected.episode
)

SELECT changes.*, coalesce(risks.cause, named.risk) AS risk
FROM changes
LEFT JOIN risks USING (household_id, episode)
LEFT JOIN named USING (household_id, episode)
WHERE changes.what IS NOT NULL;
