-- Former members whom number and name single out.
-- Grain: one settled_by. Inputs: link_normalised; of one member in two households the later one.
CREATE OR REPLACE TEMP TABLE link_leavers AS
SELECT settled_by, text, household_id, member_id, last_period
FROM link_normalised
WHERE settled_by IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY settled_by ORDER BY last_period DESC, household_id, member_id) = 1
