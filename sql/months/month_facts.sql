-- Facts that count for a household in either window of the period. Sums and evidence read the same relation, so that
-- they cannot differ.
-- Grain: household, measure and source row.
-- Makes: month_facts.
-- Reads: reported_facts.
CREATE OR REPLACE TEMP VIEW month_facts AS
SELECT * EXCLUDE (certain) FROM reported_facts WHERE certain;
