-- What counts for a household in either window of the period. One relation feeds the sums and the evidence, so that they
-- cannot differ.
-- Grain: household, measure and source row. Inputs: reported_facts.
CREATE OR REPLACE TEMP VIEW month_facts AS
SELECT * EXCLUDE (certain) FROM reported_facts WHERE certain;
