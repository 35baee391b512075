-- Sampled persons without a complete number, whom the number alone cannot find; 王小花之子 is described by another's fields.
-- Grain: one rid. Inputs: link_sampled.
CREATE OR REPLACE TEMP VIEW link_numberless_sample AS
SELECT * FROM link_sampled WHERE first17 IS NULL AND kin_generation IS NULL
