-- Numbers of pairs that are not one and the same, to be compared place by place.
-- Grain: one rid and mid. Inputs: link_named_pairs, link_rows, link_members.
SELECT p.rid, p.mid, r.kind AS left_kind, m.kind AS right_kind,
    r.pattern AS left, m.pattern AS right, r.text AS left_text, m.text AS right_text
FROM link_named_pairs p JOIN link_rows r USING (rid) JOIN link_members m USING (mid)
WHERE NOT p.same_number
