-- The matters of the ledger as lists show them: how far they are, and what comes next, in Chinese.
-- Grain: household.
-- Makes: labelled_matters.
-- Reads: built.procedure_stages, built.procedure_steps, ledger, roster.households, steps_done, words.
-- Parameters: $period.
CREATE OR REPLACE TEMP TABLE labelled_matters AS
SELECT
    matter.township,
    matter.village,
    matter.household_id,
    matter.episode,
    household.head_name,
    household.phone,
    household.responsible_person,
    coalesce(class.label, matter.target_class) AS target_class,
    coalesce(stage.label, matter.stage) AS stage,
    strftime(matter.stage_since, '%Y-%m-%d') AS stage_since,
    done.steps AS done,
    coalesce(following.label, matter.next_step) AS next_step,
    following.who,
    strftime(matter.due_on, '%Y-%m-%d') AS due_on,
    matter.cites,
    -- proposed, in the procedure or monitored
    matter.stage NOT IN ('alerted', 'listed', 'verified', 'refuted', 'eliminated', 'returned_to_poverty_risk') AS pursued
FROM ledger AS matter
LEFT JOIN steps_done AS done USING (household_id, episode)
LEFT JOIN roster.households AS household USING (household_id)
LEFT JOIN built.procedure_steps AS following ON matter.next_step = following.key
LEFT JOIN built.procedure_stages AS stage USING (stage)
LEFT JOIN words AS class
    ON class.period = $period AND class.kind = 'target_class' AND matter.target_class = class.word;
