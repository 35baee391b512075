-- Members reported 辍学 by the newest report on them within the window, added to month_facts (X2, F6).
-- Grain: one person of a household. Inputs: current_education, links, file_order, member_birth_dates, windows.
-- Where the household is certain and the member is not, the person is told apart by person_key and the row's birth date.
-- in_question: of compulsory school age on the window's last day; NULL when the age is unknown.
CREATE OR REPLACE TEMP TABLE education_dropouts AS
WITH reports AS (
    SELECT l.household_id, e.file_id, e.row_number, e.status, l.stage, l.probability,
        coalesce(b.birth_date, e.birth_date) AS birth_date,
        row_number() OVER (
            PARTITION BY l.household_id, coalesce(l.member_id, e.person_key::VARCHAR)
            ORDER BY e.reported_on DESC, o.position DESC, e.row_number DESC
        ) AS age_rank
    FROM current_education AS e
    JOIN links AS l USING (file_id, row_number)
    JOIN file_order AS o USING (file_id)
    JOIN windows AS w ON e.reported_on >= w.window_start AND e.reported_on < w.window_end
    LEFT JOIN member_birth_dates AS b ON b.household_id = l.household_id AND b.member_id = l.member_id
    WHERE l.status = 'linked'
)
SELECT household_id, file_id, row_number, stage, probability,
    birth_date + INTERVAL 6 YEAR <= w.window_end - 1 AND birth_date + INTERVAL 16 YEAR > w.window_end - 1 AS in_question
FROM reports
CROSS JOIN windows AS w
WHERE age_rank = 1 AND status = '辍学';
