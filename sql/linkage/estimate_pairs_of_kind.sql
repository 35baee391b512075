-- The sampled pairs of one kind, as the engine compares them.
-- Grain: one rid and mid. Inputs: link_sampled_pairs; $kind: number, place or random.
SELECT rid, mid, FALSE AS same_number FROM link_sampled_pairs WHERE kind = $kind
