-- Households proposed, in the procedure or monitored: how far they are, and what comes next.
-- Grain: household.
-- Reads: built.procedure_stages, built.procedure_steps, ledger, roster.households, steps_done, words.
-- Parameters: $period.
SELECT
    matter.township,
    row_number() OVER (PARTITION BY matter.township ORDER BY matter.village, matter.household_id) AS ordinal,
    matter.village,
    matter.household_id,
    household.head_name,
    household.phone,
    household.responsible_person,
    coalesce(class.label, matter.target_class) AS target_class,
    coalesce(stage.label, matter.stage) AS stage,
    strftime(matter.stage_since, '%Y-%m-%d') AS stage_since,
    done.steps AS done,
    coalesce(following.label, matter.next_step) AS next_step,
    strftime(matter.due_on, '%Y-%m-%d') AS due_on,
    matter.cites,
    matter.episode,
    row_code($period, matter.household_id, 'm') AS row_key
FROM ledger AS matter
LEFT JOIN steps_done AS done USING (household_id, episode)
LEFT JOIN roster.households AS household USING (household_id)
LEFT JOIN built.procedure_steps AS following ON matter.next_step = following.key
LEFT JOIN built.procedure_stages AS stage USING (stage)
LEFT JOIN words AS class
    ON class.period = $period AND class.kind = 'target_class' AND matter.target_class = class.word
WHERE matter.stage NOT IN ('alerted', 'listed', 'verified', 'refuted', 'eliminated', 'returned_to_poverty_risk')
ORDER BY matter.township, ordinal;
