-- The odds that a row is about one given member rather than about nobody in the roster, and the number of members for
-- which they were counted.
-- Grain: one source.
-- Makes: link_priors.
-- Reads: link_parameters, linkage.members, linkage.parameters.
-- Parameters: $pseudo_members.
CREATE OR REPLACE TEMP TABLE link_priors AS
WITH roster AS (
    SELECT coalesce(
        (SELECT any_value(m) FROM linkage.parameters WHERE comparison = 'prior' AND level = 'one_member'),
        1 / greatest((SELECT count(*) FROM linkage.members), 1)
    ) AS one_member
)
SELECT source, m / (1 - m) / (1 / one_member + $pseudo_members) AS odds, 1 / one_member AS members,
    1 / one_member + $pseudo_members AS people
FROM link_parameters CROSS JOIN roster
WHERE comparison = 'prior' AND level = 'registered'
