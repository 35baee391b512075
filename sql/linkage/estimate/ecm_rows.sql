-- Sampled persons without a complete number, who cannot be found by number alone. Rows such as 王小花之子 are left out:
-- their fields describe somebody else.
-- Grain: one rid.
-- Makes: link_numberless_sample.
-- Reads: link_sampled.
CREATE OR REPLACE TEMP VIEW link_numberless_sample AS
SELECT * FROM link_sampled WHERE first17 IS NULL AND kin_generation IS NULL
