-- Who is linked now says since when; only links that ended are remembered beside it.
ALTER TABLE linkage.persons ADD COLUMN met_in VARCHAR; -- the period of the run that first met the person
ALTER TABLE linkage.person_links ADD COLUMN since VARCHAR; -- the first period of this link
UPDATE linkage.person_links AS p SET since = e.first_period
FROM linkage.earlier_links AS e
WHERE e.person_key = p.person_key AND e.household_id = p.household_id AND e.member_id IS NOT DISTINCT FROM p.member_id;
DELETE FROM linkage.earlier_links
WHERE (person_key, household_id, coalesce(member_id, ''))
    IN (SELECT (person_key, household_id, coalesce(member_id, '')) FROM linkage.person_links WHERE status = 'linked');
