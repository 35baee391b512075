-- One feed of a source about persons: its rows in the windows whose person is linked are added to reported_facts.
-- Facts belong to the linked member; where the household is certain and the member is not, persons are distinguished
-- by person_key and the row's own birth date. The slots are filled from the contract and its feed.
-- A row that leaves blank what is asked (not answered) is nobody's newest. Where the newest row counts, only households
-- with a wanted row are ordered (candidate): the newest of all others is not wanted.
-- Grain: one source row.
-- Writes: reported_facts.
-- Reads: <rows>, file_order, member_birth_dates, windows.
-- Slots: amount, answered, candidate, dated, has_ages, linked (links of said), measure, months, newest, of_age, rows,
--   source, wanted.
INSERT INTO reported_facts BY NAME
WITH said AS (
    SELECT file_id, row_number, person_key, birth_date, {dated} AS dated, {amount} AS amount, {wanted} AS wanted
    FROM {rows}
    WHERE {answered}
),

told AS (
    SELECT l.*, coalesce(l.member_id, l.person_key::VARCHAR) AS who, o.position
    FROM ({linked}) AS l
    JOIN file_order AS o USING (file_id)
    JOIN windows AS w ON l.dated >= w.window_end - INTERVAL {months} MONTH AND l.dated < w.window_end
    WHERE l.status = 'linked' AND {candidate}
    {newest}
),

aged AS (
    SELECT t.*, w.*, coalesce(b.birth_date, t.birth_date) AS born
    FROM told AS t
    CROSS JOIN windows AS w
    LEFT JOIN member_birth_dates AS b
        ON {has_ages} AND b.household_id = t.household_id AND b.member_id = t.member_id
    WHERE t.wanted
)

SELECT household_id, {measure} AS measure, CASE WHEN dated >= window_start THEN '12m' ELSE 'prev_12m' END AS in_window,
    amount, {source} AS source, file_id, row_number, stage, probability, dated, {of_age} AS certain
FROM aged
WHERE ({of_age}) IS DISTINCT FROM false;
