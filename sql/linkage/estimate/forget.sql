-- What was estimated before, and what has been watched since.
DELETE FROM linkage.parameters;
DELETE FROM linkage.term_frequencies;
DELETE FROM linkage.drift;
