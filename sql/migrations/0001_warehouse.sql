-- The warehouse's first form. Public tables stand in schema main (the outer interface); accepted rows of each
-- source stand in schema accepted, one table a source, made from its contract when its first file arrives.
-- No wall-clock time is stored but received_at (the file's own modification time), so that a run that was
-- killed and started again publishes the same tables.

CREATE SCHEMA accepted; -- every accepted row ever taken, replaced ones included
CREATE SCHEMA roster;   -- the snapshot of households and members of the period being built
CREATE SCHEMA linkage;  -- distinct persons met in extracts, and what each was linked to

-- Grain: one received file.
CREATE TABLE files (
    file_id       INTEGER PRIMARY KEY, -- numbered in the order of taking: period, source, name
    source        VARCHAR NOT NULL,    -- folder below inbox/
    period        VARCHAR,             -- '2021-06'; NULL when neither folder nor name says it
    name          VARCHAR NOT NULL,    -- path below inbox/<source>/
    sha256        VARCHAR NOT NULL,
    status        VARCHAR NOT NULL CHECK (status IN ('accepted', 'rejected', 'duplicate', 'superseded')),
    rows_read     INTEGER NOT NULL,
    rows_accepted INTEGER NOT NULL,
    rows_rejected INTEGER NOT NULL,
    reason        VARCHAR,             -- Chinese, for the sender; NULL when accepted
    received_at   TIMESTAMP NOT NULL,  -- the file's modification time, Asia/Shanghai
    taken_in      VARCHAR NOT NULL,    -- period of the run that took it
    duplicate_of  INTEGER,             -- file_id of the same bytes in the same source
    header_row    INTEGER,             -- row of the header in the sheet, from 1
    size_bytes    BIGINT NOT NULL,
    stored_as     VARCHAR,             -- path below the workspace in archive/ or quarantine/
    CHECK (rows_read = rows_accepted + rows_rejected)
);

-- Grain: one rejected row and reason. Never the value.
CREATE TABLE rejected_rows (
    file_id     INTEGER NOT NULL,
    row_number  INTEGER NOT NULL, -- data rows from 1, blank rows not counted
    column_name VARCHAR NOT NULL, -- canonical English name; '' when the whole row is at fault
    code        VARCHAR NOT NULL, -- machine word: blank, unreadable_date, ...
    reason      VARCHAR NOT NULL  -- Chinese
);

-- Grain: one notice of a file that passed: unknown columns, unreadable birth dates, contract warnings.
CREATE TABLE file_notices (
    file_id     INTEGER NOT NULL,
    code        VARCHAR NOT NULL,
    column_name VARCHAR NOT NULL, -- '' when about the whole file
    occurrences INTEGER NOT NULL,
    message     VARCHAR NOT NULL  -- Chinese; never a cell's value
);

-- Grain: one check of one file's row of counts, as Great Expectations judged it.
CREATE TABLE contract_results (
    file_id     INTEGER NOT NULL,
    source      VARCHAR NOT NULL,
    period      VARCHAR,
    measure     VARCHAR NOT NULL, -- rows_ratio, rejected_share, fill:name, usable_id_share, ...
    observed    DOUBLE,           -- NULL: nothing to measure, counts as passed
    minimum     DOUBLE,
    maximum     DOUBLE,
    severity    VARCHAR NOT NULL CHECK (severity IN ('critical', 'warning')),
    passed      BOOLEAN NOT NULL,
    reason      VARCHAR NOT NULL
);

-- Grain: one distinct person as written in an extract.
CREATE TABLE linkage.persons (
    person_key UBIGINT NOT NULL, -- md5 of the five fields as written; no index: sets are joined, never looked up
    name       VARCHAR,
    id_number  VARCHAR,
    birth_date DATE,
    sex        VARCHAR,
    address    VARCHAR
);

-- Grain: one distinct person, linked against the roster of the period being built.
CREATE TABLE linkage.person_links (
    person_key   UBIGINT NOT NULL,
    status       VARCHAR NOT NULL CHECK (status IN ('linked', 'review', 'unlinked')),
    household_id VARCHAR,
    member_id    VARCHAR,
    stage        VARCHAR NOT NULL,
    probability  DOUBLE
);

-- Grain: one distinct person and the member it was linked to by runs of first_period to last_period; 24 months.
CREATE TABLE linkage.earlier_links (
    person_key   UBIGINT NOT NULL,
    household_id VARCHAR NOT NULL,
    member_id    VARCHAR,
    probability  DOUBLE,
    first_period VARCHAR NOT NULL,
    last_period  VARCHAR NOT NULL
);

-- Grain: one doubtful candidate of one distinct person.
CREATE TABLE linkage.person_reviews (
    person_key   UBIGINT NOT NULL,
    household_id VARCHAR NOT NULL,
    member_id    VARCHAR,
    probability  DOUBLE,
    reasons      VARCHAR NOT NULL -- Chinese; no value of the person
);

-- Grain: one accepted person row.
CREATE TABLE links (
    source       VARCHAR NOT NULL,
    period       VARCHAR NOT NULL, -- of the file
    file_id      INTEGER NOT NULL,
    row_number   INTEGER NOT NULL,
    status       VARCHAR NOT NULL CHECK (status IN ('linked', 'review', 'unlinked')),
    household_id VARCHAR,
    member_id    VARCHAR,
    stage        VARCHAR NOT NULL,
    probability  DOUBLE
);

-- Grain: one doubtful candidate of one accepted person row.
CREATE TABLE review_pairs (
    file_id      INTEGER NOT NULL,
    row_number   INTEGER NOT NULL,
    household_id VARCHAR NOT NULL,
    member_id    VARCHAR,
    probability  DOUBLE,
    reasons      VARCHAR NOT NULL
);

-- Grain: one household of the snapshot and period.
CREATE TABLE household_months (
    period                 VARCHAR NOT NULL,
    household_id           VARCHAR NOT NULL,
    township               VARCHAR NOT NULL,
    village                VARCHAR NOT NULL,
    members                INTEGER NOT NULL,
    income_12m             DECIMAL(14, 2),
    income_prev_12m        DECIMAL(14, 2),
    income_per_capita      DECIMAL(14, 2),
    rigid_expense_12m      DECIMAL(14, 2),
    rigid_expense_prev_12m DECIMAL(14, 2),
    illness_expense_12m    DECIMAL(14, 2),
    education_expense_12m  DECIMAL(14, 2),
    disaster_loss_12m      DECIMAL(14, 2),
    net_income_per_capita  DECIMAL(14, 2),
    guarantee_education    BOOLEAN,
    guarantee_medical      BOOLEAN,
    guarantee_housing      BOOLEAN,
    guarantee_water        BOOLEAN,
    data_gaps              VARCHAR, -- 'incomes:2020-07; health_insurance:2020-06,2020-08'; NULL without gaps
    income_prev_basis      VARCHAR, -- months, last_year (the snapshot's figure x members), or NULL
    household_type         VARCHAR NOT NULL,
    has_labour             BOOLEAN  -- any member with 普通/技能/弱劳动力; NULL when nobody's is known
);

-- Grain: household, period and rule in force, where it fires or is unknown.
CREATE TABLE rule_results (
    period       VARCHAR NOT NULL,
    household_id VARCHAR NOT NULL,
    pack         VARCHAR NOT NULL,
    rule         VARCHAR NOT NULL,
    outcome      VARCHAR NOT NULL CHECK (outcome IN ('fires', 'unknown')),
    reason       VARCHAR NOT NULL
);

-- Grain: household and period, alerted now or in the period before.
CREATE TABLE alerts (
    period       VARCHAR NOT NULL,
    household_id VARCHAR NOT NULL,
    township     VARCHAR NOT NULL,
    village      VARCHAR NOT NULL,
    level        VARCHAR NOT NULL CHECK (level IN ('red', 'orange', 'yellow')),
    target_class VARCHAR NOT NULL,
    causes       VARCHAR NOT NULL, -- comma-separated words of domain.md
    rules        VARCHAR NOT NULL, -- comma-separated, in the pack's order
    state        VARCHAR NOT NULL CHECK (state IN ('new', 'continuing', 'worse', 'lost_data', 'cleared')),
    first_period VARCHAR NOT NULL,
    cites        VARCHAR NOT NULL,
    pack         VARCHAR NOT NULL,
    pack_version VARCHAR NOT NULL,
    reason       VARCHAR           -- Chinese: what kept a level down, what data were lost
);

-- Grain: one operand of a rule that fired, and one source row behind it (one row without file where none is).
CREATE TABLE alert_evidence (
    period       VARCHAR NOT NULL,
    household_id VARCHAR NOT NULL,
    rule         VARCHAR NOT NULL,
    operand      VARCHAR NOT NULL,
    value        DECIMAL(18, 4), -- of the operand: the same on all its rows
    unit         VARCHAR NOT NULL,
    line         DECIMAL(18, 4), -- what the operand was held against; NULL when it is itself the line's base
    margin       DECIMAL(18, 4), -- value - line
    basis        VARCHAR NOT NULL CHECK (basis IN ('document_text', 'local_interpretation')),
    source       VARCHAR,
    file_id      INTEGER,
    row_number   INTEGER,
    stage        VARCHAR,        -- of the link, for person rows
    probability  DOUBLE,
    amount       DECIMAL(18, 2)  -- what this source row adds to the operand
);

-- Grain: one rule in force in a period, as the pack words it.
CREATE TABLE rules_in_force (
    period  VARCHAR NOT NULL,
    pack    VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL, -- the pack's order
    rule    VARCHAR NOT NULL,
    label   VARCHAR NOT NULL, -- Chinese name of the rule
    cites   VARCHAR NOT NULL, -- document number and article; 本地口径 where the number is the county's own
    basis   VARCHAR NOT NULL CHECK (basis IN ('document_text', 'local_interpretation')),
    checks  VARCHAR NOT NULL  -- Chinese: what the visit verifies at the family
);

-- Grain: one published period.
CREATE TABLE runs (
    period       VARCHAR PRIMARY KEY,
    fingerprint  VARCHAR NOT NULL, -- of everything the period was built from: files, settings, pack, program
    pack         VARCHAR NOT NULL,
    pack_version VARCHAR NOT NULL,
    households   INTEGER NOT NULL,
    program      VARCHAR NOT NULL  -- version that built it
);
