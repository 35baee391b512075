-- What an evidence row shows beside its amount, such as the department that reports a clue (C1, F6, N6).
ALTER TABLE alert_evidence ADD COLUMN detail VARCHAR;
