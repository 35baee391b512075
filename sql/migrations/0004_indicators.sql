-- What further sources say of households, and what the roster says of those registered as poor and of their work.

-- Grain: household, period and indicator of which something is reported. Without a row the value is 0, or unknown where
-- indicator_months does not cover the indicator.
CREATE TABLE household_indicators (
    period       VARCHAR NOT NULL,
    household_id VARCHAR NOT NULL,
    indicator    VARCHAR NOT NULL, -- an operand of rules/declarations/operands.yaml, or of the pack that spoke
    value        DECIMAL(14, 2)    -- yuan, a count, or 1 for a flag; NULL where it is unknown
);

-- Grain: one indicator and period in which it was worked out.
CREATE TABLE indicator_months (
    period    VARCHAR NOT NULL,
    indicator VARCHAR NOT NULL,
    covered   BOOLEAN NOT NULL -- a household without a row has 0; false: its value is unknown, no source told anything
);

ALTER TABLE household_months ADD COLUMN registered BOOLEAN;          -- 未脱贫户, 脱贫户 or 脱贫不稳定户
ALTER TABLE household_months ADD COLUMN employment_unstable BOOLEAN; -- of a member who can work; unknown before this
UPDATE household_months SET registered = household_type IN ('未脱贫户', '脱贫户', '脱贫不稳定户');
