-- What agrees (1), disagrees (0) or cannot be compared (NULL) in every pair. A name with hidden characters, or an
-- address that names only a township, agrees with too many members, so it counts as neither.
-- Grain: one rid and mid.
-- Reads: link_left, link_measured, link_right.
SELECT l.source,
    CASE WHEN spelling <> 'masked' THEN alike::INTEGER END AS name,
    (l.known_birth = r.birth)::INTEGER AS birth,
    CASE WHEN l.has_address AND (len(l.villages) > 0 OR len(l.townships) = 0)
        THEN list_contains(l.villages, r.village_id)::INTEGER
    END AS place,
    (coalesce(l.sex, l.sex_in_number) = r.sex)::INTEGER AS sex,
    (l.last4 = r.last4)::INTEGER AS ending
FROM link_measured AS p
JOIN link_left AS l USING (rid)
JOIN link_right AS r USING (mid)
ORDER BY l.source, rid, mid
