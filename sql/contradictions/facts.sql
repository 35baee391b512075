-- What the checks for contradictions look at (`rules/contradiction_checks/facts.yaml` says what each column means):
-- households proposed, in the procedure, monitored or eliminated, by the ledger or by the roster.
-- Grain: household.
-- Makes: contradiction_facts.
-- Reads: alerts, findings, household_months, ledger, ledger_events, measures, member_birth_dates, roster.households,
--   roster.members, rule_results, built.procedure_steps.
-- Parameters: $period.
CREATE OR REPLACE TEMP TABLE contradiction_facts AS
WITH monitored_types AS (
    SELECT unnest(['脱贫不稳定户', '边缘易致贫户', '突发严重困难户']) AS household_type
),

matters AS (
    SELECT household_id, episode, stage, stage_since, target_class
    FROM ledger
    WHERE stage NOT IN ('alerted', 'listed', 'verified', 'refuted')
),

concerned AS (
    SELECT household_id FROM matters
    UNION
    SELECT household_id FROM roster.households SEMI JOIN monitored_types USING (household_type)
),

people AS MATERIALIZED (
    SELECT member.*, date_sub('year', born.birth_date, ($period || '-01')::DATE) AS age
    FROM roster.members AS member
    LEFT JOIN member_birth_dates AS born
        ON member.household_id = born.household_id AND member.member_id = born.member_id
    WHERE member.household_id IN (SELECT household_id FROM concerned)
),

elsewhere AS (
    SELECT DISTINCT people.household_id, people.member_id
    FROM people
    INNER JOIN roster.members AS other
        ON people.id_number = other.id_number AND people.household_id <> other.household_id
    WHERE length(people.id_number) = 18
),

families AS (
    SELECT
        member.household_id,
        count(*) AS members,
        count(*) FILTER (member.health IN ('患有大病', '长期慢性病')) AS ill_members,
        count(*) FILTER (member.health = '残疾') AS disabled_members,
        count(*) FILTER (member.health IS NOT NULL) AS members_with_health,
        count(*) FILTER (member.labour IN ('普通劳动力', '技能劳动力', '弱劳动力或半劳动力')) AS labour_members,
        count(*) FILTER (member.labour IS NOT NULL) AS members_with_labour,
        count(*) FILTER (
            member.labour IN ('丧失劳动力', '无劳动力') AND member.employment = '稳定'
        ) AS employed_without_labour,
        count(*) FILTER (
            nullif(member.schooling, '') IS NOT NULL AND NOT regexp_matches(member.schooling, '非|不|否|无')
        ) AS students,
        count(*) FILTER (age BETWEEN 6 AND 15) AS school_age_members,
        count(*) FILTER (age < 16) AS members_under_16,
        count(*) FILTER (age < 16 AND member.labour IN ('普通劳动力', '技能劳动力')) AS working_children,
        count(*) FILTER (age IS NOT NULL) AS members_with_age,
        count(*) FILTER (member.relation = '户主') AS heads,
        count(*) FILTER (member.relation IS NOT NULL) AS members_with_relation,
        count(*) FILTER (member.relation = '户主' AND age < 16) AS heads_under_16,
        count(*) FILTER (nullif(trim(member.id_number), '') IS NULL) AS members_without_number,
        count(elsewhere.member_id) AS members_also_elsewhere,
        list(member.name) AS names
    FROM people AS member
    LEFT JOIN elsewhere USING (household_id, member_id)
    GROUP BY member.household_id
),

phones AS (
    SELECT phone, count(*) AS households
    FROM roster.households
    WHERE nullif(trim(phone), '') IS NOT NULL
    GROUP BY phone
),

answers AS (
    SELECT household_id, episode, verdict, cause, proposal, verified_on
    FROM findings
    SEMI JOIN concerned USING (household_id)
    WHERE status = 'in_force'
    QUALIFY row_number() OVER (PARTITION BY household_id ORDER BY episode DESC, verified_on DESC, period DESC) = 1
),

happened AS (
    SELECT
        household_id,
        max(happened_on) FILTER (
            kind IN (SELECT key FROM built.procedure_steps WHERE result_title IS NOT NULL)
        ) AS confirmed_on,
        max(happened_on) FILTER (kind = 'eliminated') AS eliminated_on,
        max(happened_on) FILTER (kind IN ('visited', 'new_risk', 'verified', 'refuted')) AS visited_on,
        max_by(kind, happened_on) FILTER (kind IN ('visited', 'new_risk')) = 'new_risk' AS new_risk
    FROM ledger_events
    WHERE status = 'counts' AND household_id IN (SELECT household_id FROM concerned)
    GROUP BY household_id
),

helped AS (
    SELECT
        household_id, episode,
        count(*) AS measures,
        count(*) FILTER (status = 'done') AS measures_done,
        count(*) FILTER (status = 'under_way') AS measures_under_way,
        count(*) FILTER (status = 'not_needed') AS measures_not_needed,
        max(done_on) AS last_measure_on
    FROM measures
    GROUP BY household_id, episode
),

fired AS (
    SELECT
        household_id,
        bool_or(rule IN ('low_income', 'low_income_labour')) AS low_income,
        bool_or(rule IN ('low_income', 'low_income_labour', 'income_drop')) AS income_rule
    FROM rule_results
    WHERE period = $period AND outcome = 'fires'
    GROUP BY household_id
)

SELECT
    household.household_id,
    household.township,
    household.village,
    household.household_type,
    household.household_type IN (FROM monitored_types) AS on_roster,
    coalesce(household.risk_eliminated = '是', false) AS roster_eliminated,
    household.head_name,
    nullif(trim(household.phone), '') AS phone,
    nullif(trim(household.responsible_person), '') AS responsible_person,
    coalesce(phones.households, 0) AS households_with_phone,
    list_contains(families.names, household.head_name) AS head_is_member,
    families.* EXCLUDE (household_id, names) REPLACE (coalesce(families.members, 0) AS members),
    matter.stage,
    matter.stage_since,
    matter.target_class,
    answer.verdict,
    answer.cause,
    answer.proposal,
    answer.verified_on,
    happened.confirmed_on,
    if(
        happened.eliminated_on >= coalesce(happened.confirmed_on, happened.eliminated_on), happened.eliminated_on, NULL
    ) AS eliminated_on,
    happened.visited_on,
    coalesce(happened.new_risk, false) AS new_risk,
    coalesce(matter.stage = 'eliminated', household.risk_eliminated = '是', false) AS eliminated,
    coalesce(happened.confirmed_on IS NOT NULL AND matter.stage <> 'eliminated', false)
        OR (household.household_type IN (FROM monitored_types) AND household.risk_eliminated IS DISTINCT FROM '是'
            AND coalesce(matter.stage <> 'eliminated', true)) AS monitored,
    coalesce(helped.measures, 0) AS measures,
    coalesce(helped.measures_done, 0) AS measures_done,
    coalesce(helped.measures_under_way, 0) AS measures_under_way,
    coalesce(helped.measures_not_needed, 0) AS measures_not_needed,
    helped.last_measure_on,
    alert.household_id IS NOT NULL AS alerted,
    alert.level,
    coalesce(fired.low_income, false) AS low_income,
    coalesce(fired.income_rule, false) AS income_rule,
    month.registered,
    month.income_12m,
    month.income_per_capita,
    month.illness_expense_12m,
    month.illness_complete,
    month.education_expense_12m,
    month.education_complete,
    month.disaster_loss_12m,
    month.disaster_complete,
    month.guarantee_education,
    month.guarantee_medical,
    month.guarantee_housing,
    month.guarantee_water,
    last_day(($period || '-01')::DATE) AS month_end
FROM concerned
INNER JOIN roster.households AS household USING (household_id)
LEFT JOIN families USING (household_id)
LEFT JOIN phones ON household.phone = phones.phone
LEFT JOIN matters AS matter USING (household_id)
LEFT JOIN answers AS answer USING (household_id)
LEFT JOIN happened USING (household_id)
LEFT JOIN helped ON concerned.household_id = helped.household_id AND matter.episode = helped.episode
LEFT JOIN alerts AS alert
    ON alert.period = $period AND alert.state <> 'cleared' AND concerned.household_id = alert.household_id
LEFT JOIN fired USING (household_id)
LEFT JOIN household_months AS month ON month.period = $period AND concerned.household_id = month.household_id;
