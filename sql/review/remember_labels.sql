-- Replaces the stored decisions by the new ones.
-- Grain: one person as written, and household.
-- Writes: linkage.labels.
-- Reads: new_labels.
DELETE FROM linkage.labels;

INSERT INTO linkage.labels BY NAME
FROM new_labels
ORDER BY person_key, household_id;
