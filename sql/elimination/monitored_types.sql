-- Types of monitored households, each with the class that the pack gives it.
-- Grain: household type.
-- Makes: monitored_types.
CREATE OR REPLACE TEMP TABLE monitored_types (household_type VARCHAR, target_class VARCHAR);
