-- The sampled pairs in which anything is counted, as the engine compares them.
-- Grain: one rid and mid. Inputs: link_sampled_pairs, link_counted.
SELECT rid, mid, FALSE AS same_number FROM link_sampled_pairs SEMI JOIN link_counted USING (kind)
