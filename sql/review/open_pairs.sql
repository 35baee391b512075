-- Persons and households that have not been decided yet. A pair is decided once it is denied, a person once confirmed
-- to belong to a household of the roster. A pair that the reviewer was unsure about is listed again, after all others
-- unless its probability has changed.
-- Grain: one person as written, and candidate household.
-- Makes: open_pairs.
-- Reads: linkage.labels, linkage.person_reviews, open_persons, roster.households.
-- Parameters: $same_probability.
CREATE OR REPLACE TEMP TABLE open_pairs AS
WITH candidates AS (
    SELECT
        person_key,
        household_id,
        max(coalesce(probability, 0.5)) AS probability, -- unknown counts as most uncertain
        first(member_id ORDER BY probability DESC NULLS LAST, member_id) AS member_id,
        count(DISTINCT member_id) AS members,
        string_agg(DISTINCT reasons, '；' ORDER BY reasons) AS reasons
    FROM linkage.person_reviews
    SEMI JOIN open_persons USING (person_key)
    GROUP BY person_key, household_id
),

at_home AS (
    SELECT l.person_key
    FROM linkage.labels AS l
    SEMI JOIN roster.households AS h ON h.household_id = l.household_id
    WHERE l.decision = 'yes'
)

SELECT
    c.*,
    l.period AS asked_in,
    l.period IS NOT NULL AND abs(c.probability - l.probability) < $same_probability AS unchanged
FROM candidates AS c
ANTI JOIN at_home USING (person_key)
LEFT JOIN linkage.labels AS l USING (person_key, household_id)
WHERE l.decision IS NULL OR l.decision <> 'no';
