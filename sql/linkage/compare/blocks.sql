-- Blocks of members that share a key with some row. A block above the cap of its rule stays closed.
-- Grain: one rule and key.
-- Makes: link_blocks.
-- Reads: link_caps (rule, cap), link_member_keys.
CREATE OR REPLACE TEMP TABLE link_blocks AS
SELECT rule, key, count(*) AS members, members <= any_value(cap) AS open
FROM (SELECT DISTINCT rule, key, mid FROM link_member_keys) JOIN link_caps USING (rule)
GROUP BY rule, key
