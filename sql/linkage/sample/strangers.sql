-- Sampled persons whom the roster surely lacks: their complete valid number is nobody's in it. Some are members with a wrong
-- card, which errs on the side of caution.
-- Grain: one rid, as link_left, with the number and its birth date. Inputs: link_left, link_sampled, link_registered.
CREATE OR REPLACE TEMP TABLE link_strangers AS
SELECT l.* REPLACE (s.birth_in_number AS birth_in_number, s.pattern AS pattern)
FROM link_left AS l JOIN link_sampled AS s USING (rid)
WHERE s.whole_number AND s.first17 NOT IN (SELECT first17 FROM link_registered) AND s.kin_generation IS NULL
