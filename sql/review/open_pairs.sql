-- Persons and households that nobody has decided yet.
-- Grain: one person as written and candidate household. Inputs: open_persons, linkage.person_reviews, linkage.labels,
--         roster.households; $same_probability.
-- Decided is a pair once denied, and a person that belongs to a household of the roster. Left open, as the reviewer was
-- unsure, it is asked again, last of all until its probability is another.
CREATE OR REPLACE TEMP TABLE open_pairs AS
WITH candidates AS (
    SELECT
        person_key,
        household_id,
        max(coalesce(probability, 0.5)) AS probability, -- nothing known is the most uncertain
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
