-- By when what the document asks for after a list's issue is due.
-- Grain: day of issue and duty.
-- Makes: list_limits.
-- Reads: ledger_duties, lists_issued, working_days.
CREATE OR REPLACE TEMP TABLE list_limits AS
WITH ordinals AS (SELECT ordinal, min(day) AS day FROM working_days GROUP BY ordinal)

SELECT issued.issued_on, duty.label, duty.who, duty.done_by, duty.cites,
    coalesce(ordinals.day, CAST(issued.issued_on + to_months(duty.within_months) AS DATE)) AS due_on
FROM (SELECT DISTINCT issued_on FROM lists_issued) AS issued
JOIN working_days AS since ON issued.issued_on = since.day
JOIN ledger_duties AS duty ON duty.concerns = 'listed'
LEFT JOIN ordinals ON since.ordinal + duty.within_working_days = ordinals.ordinal;
