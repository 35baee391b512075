-- Types of monitored households and the pack's class of each. Grain: household type.
CREATE OR REPLACE TEMP TABLE monitored_types (household_type VARCHAR, target_class VARCHAR);
