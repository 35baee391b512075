-- Types of monitored households, each with its class in the pack.
-- Grain: household type.
-- Makes: monitored_types.
CREATE OR REPLACE TEMP TABLE monitored_types (household_type VARCHAR, target_class VARCHAR);
