-- Everything that may count for a household in either window of the period, traceable to file and row. It starts with
-- the roster's own rows; the feeds of the contracts add theirs. certain is NULL where it is unknown whether the row
-- counts, because the person's age is unknown. Words that repeat on every row are stored in one byte each: that halves
-- what sums and evidence have to read.
-- Grain: household, measure and source row.
-- Makes: fact_measure, fact_source, fact_stage, reported_facts.
-- Writes: reported_facts.
-- Reads: households_at_work, linkage.person_links, linkage.row_links, members_at_work.
-- Slots: measures, sources.
CREATE OR REPLACE TEMP TYPE fact_measure AS ENUM ({measures});
CREATE OR REPLACE TEMP TYPE fact_source AS ENUM ({sources});
CREATE OR REPLACE TEMP TYPE fact_stage AS ENUM (
    SELECT stage FROM linkage.person_links UNION SELECT stage FROM linkage.row_links ORDER BY stage
);

CREATE OR REPLACE TEMP TABLE reported_facts (
    household_id VARCHAR, measure fact_measure, in_window ENUM('12m', 'prev_12m'), amount DECIMAL(18, 2),
    source fact_source, file_id INTEGER, row_number INTEGER, stage fact_stage, probability DOUBLE, dated DATE,
    certain BOOLEAN
);

INSERT INTO reported_facts BY NAME
SELECT h.household_id, 'last_year_income' AS measure, 'prev_12m' AS in_window,
    TRY_CAST(h.last_year_income_per_capita * count(m.member_id) AS DECIMAL(18, 2)) AS amount,
    'households' AS source, h.file_id, h.row_number, true AS certain
FROM households_at_work AS h
LEFT JOIN members_at_work AS m USING (household_id)
WHERE h.last_year_income_per_capita IS NOT NULL
GROUP BY h.household_id, h.last_year_income_per_capita, h.file_id, h.row_number;

INSERT INTO reported_facts BY NAME
SELECT household_id, 'household' AS measure, '12m' AS in_window, 'households' AS source, file_id, row_number,
    true AS certain
FROM households_at_work
UNION ALL
SELECT household_id, 'member', '12m', 'members', file_id, row_number, true
FROM members_at_work;
