-- The sampled pairs that are one person, or the random ones, as the engine compares them.
-- Grain: one rid. Inputs: link_sampled_pairs; $known.
SELECT rid, mid, FALSE AS same_number FROM link_sampled_pairs WHERE known = $known
