-- Everything a row may be linked to. A number that excludes the member ends the matter.
-- Grain: one rid, household and member (NULL where the household alone is known). Inputs: link_same_number, link_weighed.
CREATE OR REPLACE TEMP TABLE link_candidates AS
SELECT rid, hid, mid, stage, coincidences, contradiction FROM link_same_number
UNION ALL
SELECT rid, hid, mid, stage, coincidences, contradiction FROM link_weighed
WHERE contradiction IS DISTINCT FROM 'id_excluded'
