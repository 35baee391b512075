-- Households whose next step is the county's.
-- Grain: household.
-- Reads: built.procedure_stages, built.procedure_steps, ledger, roster.households, steps_done, this_county, words.
-- Parameters: $period.
SELECT
    this_county.area,
    row_number() OVER (ORDER BY matter.township, matter.village, matter.household_id) AS ordinal,
    matter.township,
    matter.village,
    matter.household_id,
    household.head_name,
    coalesce(class.label, matter.target_class) AS target_class,
    coalesce(stage.label, matter.stage) AS stage,
    done.steps AS done,
    following.label AS next_step,
    strftime(matter.due_on, '%Y-%m-%d') AS due_on,
    matter.cites,
    matter.episode,
    row_code($period, matter.household_id, 'c') AS row_key
FROM ledger AS matter
INNER JOIN built.procedure_steps AS following ON matter.next_step = following.key AND following.who = 'county'
CROSS JOIN this_county
LEFT JOIN steps_done AS done USING (household_id, episode)
LEFT JOIN roster.households AS household USING (household_id)
LEFT JOIN built.procedure_stages AS stage USING (stage)
LEFT JOIN words AS class
    ON class.period = $period AND class.kind = 'target_class' AND matter.target_class = class.word
ORDER BY ordinal;
