-- What one person can be searched by: the form of name and number, never their values; and the odds before any
-- comparison.
-- Grain: one person.
-- Reads: link_left, link_measured, link_pairs, link_priors, linkage.parameters.
SELECT
    l.source,
    l.owner_name IS NOT NULL AS named,
    length(l.owner_name) AS name_length,
    regexp_matches(l.owner_name, '[*?]') AS name_masked,
    l.kin_generation IS NOT NULL AS relative,
    l.kind AS number_kind,
    l.number_known,
    l.birth_date IS NOT NULL AS birth_written,
    l.birth_in_number IS NOT NULL AS birth_in_number,
    l.sex IS NOT NULL AS sex_written,
    l.has_address,
    len(l.villages) AS villages,
    len(l.townships) AS townships,
    (SELECT count(*) FROM link_pairs) AS found,
    (SELECT count(*) FROM link_measured) AS compared,
    p.odds AS prior_odds,
    (SELECT max(s.estimated) FROM linkage.parameters AS s WHERE s.source = l.source) AS estimated
FROM link_left AS l
JOIN link_priors AS p USING (source);
