-- Blocks of members that share a key with some row; a block above its rule's cap stays closed.
-- Grain: one rule and key. Inputs: link_row_keys, link_member_keys, link_caps (rule, cap).
CREATE OR REPLACE TEMP TABLE link_blocks AS
SELECT rule, key, count(*) AS members, members <= any_value(cap) AS open
FROM (SELECT DISTINCT rule, key, mid FROM link_member_keys) JOIN link_caps USING (rule)
GROUP BY rule, key
