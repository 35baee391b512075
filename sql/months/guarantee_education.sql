-- Dropouts in question as facts of the month, for the evidence behind guarantee_education.
-- Grain: one report. Inputs: education_dropouts, month_facts.
INSERT INTO month_facts BY NAME
SELECT household_id, 'guarantee_education' AS measure, '12m' AS in_window, 'education' AS source,
    file_id, row_number, stage, probability
FROM education_dropouts
WHERE in_question;
