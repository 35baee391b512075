-- Places with more alerts than size and history explain, households whose risk looks over, and what the pack says of
-- time and scale, for those who draw the lists and know no pack.

-- Grain: one cause in one township or village and period; places without an alert of it included.
CREATE TABLE regional_risks (
    period         VARCHAR NOT NULL,
    level          VARCHAR NOT NULL CHECK (level IN ('township', 'village')),
    township       VARCHAR NOT NULL,
    village        VARCHAR,                -- NULL for a township
    cause          VARCHAR NOT NULL,
    households     INTEGER NOT NULL,       -- of the place, in the roster
    alerts         INTEGER NOT NULL,       -- households with an open alert of the cause
    new_alerts     INTEGER NOT NULL,       -- of these, alerted for the first time in this period
    expected       DECIMAL(14, 4) NOT NULL, -- alerts that size and history explain
    ratio          DECIMAL(14, 4) NOT NULL, -- alerts / expected
    p_value        DOUBLE NOT NULL,        -- chance of so many alerts or more where nothing is the matter
    q_value        DOUBLE NOT NULL,        -- p_value after Benjamini-Hochberg over the period's rows
    flagged        BOOLEAN NOT NULL,
    history_months INTEGER NOT NULL,       -- earlier published periods behind `expected`
    pack           VARCHAR NOT NULL,
    cites          VARCHAR NOT NULL
);

-- Grain: one monitored household and period in which elimination is reviewed.
CREATE TABLE elimination_candidates (
    period             VARCHAR NOT NULL,
    household_id       VARCHAR NOT NULL,
    township           VARCHAR NOT NULL,
    village            VARCHAR NOT NULL,
    target_class       VARCHAR NOT NULL,
    reasons            VARCHAR NOT NULL, -- Chinese, with the figures
    first_quiet_period VARCHAR NOT NULL, -- since when no published period has an open alert
    pack               VARCHAR NOT NULL,
    pack_version       VARCHAR NOT NULL,
    cites              VARCHAR NOT NULL
);

-- Grain: one step of the document's calendar and period.
CREATE TABLE duties_in_force (
    period              VARCHAR NOT NULL,
    pack                VARCHAR NOT NULL,
    ordinal             INTEGER NOT NULL, -- the pack's order
    label               VARCHAR NOT NULL, -- Chinese: what is done and by whom
    within_working_days INTEGER,          -- of the list's issue
    within_months       INTEGER,          -- of the list's issue
    every               VARCHAR,          -- day, week, month, quarter, half_year, year
    cites               VARCHAR NOT NULL
);

-- Grain: one period under a pack that expects a scale (N3): a figure to report, never a reason to drop an alert.
CREATE TABLE scale_in_force (
    period VARCHAR NOT NULL,
    pack   VARCHAR NOT NULL,
    usual  DECIMAL(18, 4) NOT NULL, -- share of the registered population
    most   DECIMAL(18, 4) NOT NULL,
    cites  VARCHAR NOT NULL
);
