-- All decisions once the answers are added: the last one of each pair, and for each person the last household that the
-- person was confirmed to belong to. The last is that of the later period's workbook, and within a period the one read
-- now.
-- Grain: one person as written, and household.
-- Makes: new_labels.
-- Reads: answers (without faults), linkage.labels.
CREATE OR REPLACE TEMP TABLE new_labels AS
WITH said AS (
    SELECT person_key::UBIGINT AS person_key, household_id, member_id, decision, probability::DOUBLE AS probability,
        period, true AS now
    FROM answers
    UNION ALL
    SELECT *, false FROM linkage.labels
),

last_of_pair AS (
    SELECT * FROM said
    QUALIFY row_number() OVER (
        PARTITION BY person_key, household_id ORDER BY period DESC, now DESC, probability DESC, member_id
    ) = 1
)

SELECT person_key, household_id, member_id, decision, probability, period
FROM last_of_pair
QUALIFY decision <> 'yes' OR row_number() OVER (
    PARTITION BY person_key, decision ORDER BY period DESC, now DESC, household_id
) = 1;
