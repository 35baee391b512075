-- Sampled persons who are certainly not in the roster: nobody there has their complete valid number. Some are members
-- with a wrong number, which errs on the side of caution.
-- Grain: one rid, as in link_left, with the number and its birth date.
-- Makes: link_strangers.
-- Reads: link_left, link_registered, link_sampled.
CREATE OR REPLACE TEMP TABLE link_strangers AS
SELECT l.* REPLACE (s.birth_in_number AS birth_in_number, s.pattern AS pattern)
FROM link_left AS l JOIN link_sampled AS s USING (rid)
WHERE s.whole_number AND s.first17 NOT IN (SELECT first17 FROM link_registered) AND s.kin_generation IS NULL
