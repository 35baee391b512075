-- The members of the sampled pairs as if nobody had a number.
-- Grain: one mid.
-- Makes: link_drawn_members.
-- Reads: link_sampled_pairs, linkage.members.
CREATE OR REPLACE TEMP TABLE link_drawn_members AS
SELECT * REPLACE (
    'missing' AS kind, repeat('?', 18) AS pattern, NULL::VARCHAR AS text, NULL::BIGINT AS first17, NULL::INTEGER AS last4,
    NULL::DATE AS birth_in_number
)
FROM linkage.members SEMI JOIN link_sampled_pairs USING (mid)
