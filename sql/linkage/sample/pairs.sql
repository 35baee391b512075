-- The sampled pairs in which something is counted, as the engine compares them.
-- Grain: one rid and mid.
-- Reads: link_counted, link_sampled_pairs.
SELECT rid, mid, FALSE AS same_number FROM link_sampled_pairs SEMI JOIN link_counted USING (kind)
