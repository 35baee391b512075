-- Removes earlier estimates and the drift observed since.
-- Grain: all rows.
-- Writes: linkage.drift, linkage.parameters, linkage.term_frequencies.
DELETE FROM linkage.parameters;
DELETE FROM linkage.term_frequencies;
DELETE FROM linkage.drift;
