-- Households or members of the roster in force in the period that was built last.
-- Grain: one household, or one member.
-- Makes: <roster>.
-- Reads: <rows>, main.runs.
-- Slots: roster, rows, sent.
CREATE OR REPLACE VIEW {roster} AS
SELECT b.period, {sent}, r.file_id, r.row_number
FROM {rows} AS r
CROSS JOIN (SELECT max(period) AS period FROM main.runs WHERE fingerprint <> '') AS b;
