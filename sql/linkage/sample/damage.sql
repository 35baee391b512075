-- How numbers and names in the sample are written.
-- Grain: one source.
-- Reads: link_sampled.
SELECT source, count(*) AS persons,
    count(*) FILTER (kind = 'valid') AS valid,
    count(*) FILTER (kind = 'checksum_wrong') AS checksum_wrong,
    count(*) FILTER (kind = 'masked') AS masked,
    count(*) FILTER (kind = 'mangled') AS mangled,
    count(*) FILTER (kind = 'partial') AS partial,
    count(*) FILTER (kind = 'missing') AS missing,
    count(*) FILTER (contains(owner, '*')) AS hidden_names,
    count(*) FILTER (contains(owner, '?')) AS lost_characters,
    count(*) FILTER (kin_generation IS NOT NULL) AS kin_names
FROM link_sampled
GROUP BY source
ORDER BY source
