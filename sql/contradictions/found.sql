-- Contradictions to clear before anything is entered into the national system. All checks are made in one pass; the
-- slot is filled from their declarations.
-- Grain: household and check.
-- Writes: built.contradictions.
-- Reads: contradiction_facts.
-- Parameters: $period.
-- Slots: checks.
INSERT INTO built.contradictions
SELECT $period, household_id, township, village, found.ordinal, found.label, found.says
FROM (
    SELECT household_id, township, village, unnest([{checks}]) AS found
    FROM contradiction_facts
)
WHERE found IS NOT NULL;
