-- The months of income of a household whose members all joined another one count there. A month before they joined
-- counts only whole: if one of the two has not reported it, nobody's income of that month counts. A month that the
-- household reported again in a later period already holds the income of those who joined.
-- Grain: one source row.
-- Makes: income_reports, joined_months.
-- Writes: reported_facts.
-- Reads: files, income_reports, joined_households, joined_months, reported_facts.
CREATE OR REPLACE TEMP TABLE income_reports AS
SELECT r.*, strptime(f.period, '%Y-%m')::DATE AS reported_in
FROM reported_facts AS r
JOIN files AS f USING (file_id)
WHERE r.measure = 'income' AND r.household_id IN (
    SELECT household_id FROM joined_households UNION SELECT former_household FROM joined_households
);

CREATE OR REPLACE TEMP TABLE joined_months AS
SELECT j.household_id, j.existed, j.changed_in, e.* EXCLUDE (household_id), o.reported_in AS own_reported_in
FROM joined_households AS j
JOIN income_reports AS e ON e.household_id = j.former_household AND e.dated < j.changed_in
LEFT JOIN income_reports AS o ON o.household_id = j.household_id AND o.dated = e.dated;

DELETE FROM reported_facts
WHERE measure = 'income' AND (household_id, dated) IN (
    SELECT (o.household_id, o.dated)
    FROM income_reports AS o
    JOIN joined_households AS j ON j.household_id = o.household_id AND o.dated < j.changed_in
        AND o.reported_in < j.changed_in
    JOIN (SELECT household_id, min(dated) AS since FROM income_reports GROUP BY household_id) AS f
        ON f.household_id = j.former_household AND o.dated >= f.since
    ANTI JOIN income_reports AS e ON e.household_id = j.former_household AND e.dated = o.dated
);

INSERT INTO reported_facts BY NAME
SELECT * EXCLUDE (existed, changed_in, reported_in, own_reported_in)
FROM joined_months
WHERE CASE WHEN own_reported_in IS NULL THEN NOT existed ELSE own_reported_in <= changed_in END
ORDER BY household_id, dated, file_id, row_number;
