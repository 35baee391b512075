-- Chinese labels of each period, as declared when it was run. Periods of an older program have none until they are run again.

-- Grain: one indicator of the pack in force and period; also one of an earlier pack that a kept alert rests on.
CREATE TABLE operands (
    period   VARCHAR NOT NULL,
    operand  VARCHAR NOT NULL, -- column of household_months, or indicator of household_indicators
    label    VARCHAR NOT NULL, -- Chinese
    unit     VARCHAR NOT NULL, -- Chinese; 是/否 for a flag
    kind     VARCHAR NOT NULL, -- money, count, flag
    optional BOOLEAN NOT NULL, -- counts only once one of its sources has delivered
    sources  VARCHAR[] NOT NULL, -- who reports it, where the declaration names them
    PRIMARY KEY (period, operand)
);

-- Grain: one cause that a rule may name and period.
CREATE TABLE causes (
    period VARCHAR NOT NULL,
    cause  VARCHAR NOT NULL,
    label  VARCHAR NOT NULL, -- Chinese
    PRIMARY KEY (period, cause)
);

-- Grain: one other word of the tables and period.
CREATE TABLE words (
    period VARCHAR NOT NULL,
    kind   VARCHAR NOT NULL, -- level, state, target_class, outcome, basis, flag, guarantee, rhythm, link_status, stage, …
    word   VARCHAR NOT NULL, -- as the tables hold it
    label  VARCHAR NOT NULL, -- Chinese
    PRIMARY KEY (period, kind, word)
);
