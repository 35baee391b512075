-- Every sampled person beside some member who is not known to be the same; the same one whenever the pair is drawn.
-- Grain: one rid. Inputs: link_sampled, link_sampled_pairs, linkage.members; $most members to draw from.
INSERT INTO link_sampled_pairs
WITH drawn AS (
    SELECT mid, first17 FROM linkage.members ORDER BY hash(mid), mid LIMIT $most
), numbered AS (
    SELECT *, row_number() OVER (ORDER BY mid) - 1 AS place, count(*) OVER () AS members FROM drawn
), placed AS (
    SELECT s.rid, s.first17, s.person_key % n.members AS place
    FROM link_sampled AS s CROSS JOIN (SELECT any_value(members) AS members FROM numbered) AS n
)
SELECT p.rid, n.mid, FALSE
FROM placed AS p JOIN numbered AS n USING (place)
WHERE coalesce(p.first17 <> n.first17, TRUE)
