-- Households or members of the roster in force in the period that was built last.
-- Grain: one household, or one member. Inputs: roster.<source>, runs (a run leaves no fingerprint to later periods).
-- Slots: view; sent, the contract's columns; rows, the roster's view of the source.
CREATE OR REPLACE VIEW {view} AS
SELECT b.period, {sent}, r.file_id, r.row_number
FROM {rows} AS r
CROSS JOIN (SELECT max(period) AS period FROM main.runs WHERE fingerprint <> '') AS b;
