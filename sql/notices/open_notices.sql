-- Households whose next step is a public notice, and the day on which it was hung up, if a list has said so.
-- Grain: household.
-- Makes: open_notices.
-- Reads: built.procedure_steps, ledger, ledger_events.
CREATE OR REPLACE TEMP TABLE open_notices AS
SELECT
    matter.household_id, matter.township, matter.village, matter.target_class, step.key,
    coalesce(step.branch, 'entry') AS branch,
    step.shortest_working_days,
    max(event.happened_on) AS hung_up_on
FROM ledger AS matter
INNER JOIN built.procedure_steps AS step ON matter.next_step = step.key AND step.ends_title IS NOT NULL
LEFT JOIN ledger_events AS event
    ON matter.household_id = event.household_id AND matter.episode = event.episode
    AND event.kind = step.key || '_started' AND event.status = 'counts' AND event.happened_on >= matter.stage_since
GROUP BY ALL;
