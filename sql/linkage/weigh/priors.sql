-- Odds that a row is about one given member rather than about nobody of the roster, and the members they were counted for.
-- Grain: one source. Inputs: link_parameters, linkage.parameters, linkage.members; $pseudo_members.
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
