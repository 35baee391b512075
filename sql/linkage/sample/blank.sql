-- The sample as if nobody had a number, so that birth date, sex, name and address must decide alone.
-- Grain: one rid.
-- Makes: link_blank_sample.
-- Reads: link_sampled.
CREATE OR REPLACE TEMP VIEW link_blank_sample AS
SELECT * REPLACE (
    'missing' AS kind, repeat('?', 18) AS pattern, NULL::VARCHAR AS text, NULL::BIGINT AS first17, NULL::INTEGER AS last4,
    NULL::DATE AS birth_in_number, NULL::DATE AS birth_trusted, NULL::VARCHAR AS sex_in_number
)
FROM link_sampled;
