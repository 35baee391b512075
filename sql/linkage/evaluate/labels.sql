-- Reviewers' decisions by the department that first wrote the person that way; source NULL means all departments.
-- Grain: one source, and one row in all.
-- Reads: linkage.labels, linkage.persons.
SELECT p.source,
    count(*) AS labels,
    count(*) FILTER (l.decision = 'yes') AS yes,
    count(*) FILTER (l.decision = 'no') AS no,
    count(*) FILTER (l.decision = 'unsure') AS unsure
FROM linkage.labels AS l
LEFT JOIN linkage.persons AS p USING (person_key)
GROUP BY GROUPING SETS ((), (p.source))
HAVING count(*) > 0 AND (grouping(p.source) = 1 OR p.source IS NOT NULL)
ORDER BY grouping(p.source) DESC, p.source
