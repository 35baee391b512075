-- The way back: lists handed out, what came back of them, and what follows from it. Tables of schema `returned` are only
-- ever added to. Those of schema `main`, `lists_issued` aside, are derived from them anew each time, so that no order of
-- arrival can show.
CREATE SCHEMA returned;

-- Grain: one household on the lists of one period.
CREATE TABLE lists_issued (
    period       VARCHAR NOT NULL,
    household_id VARCHAR NOT NULL,
    township     VARCHAR NOT NULL,
    issue        INTEGER NOT NULL, -- 1 the first list, later ones supplements
    issued_on    DATE    NOT NULL,
    kind         VARCHAR NOT NULL CHECK (kind IN ('visit', 'audit')),
    episode      VARCHAR NOT NULL, -- first period of the alert; of an audit the period itself
    why          VARCHAR NOT NULL, -- why the family is asked: new, worse, lost_data, unanswered, level, rule, amount, revisit, audit
    answered     BOOLEAN NOT NULL, -- by a verdict that is in force; derived
    withdrawn    BOOLEAN NOT NULL, -- no longer alerted when the period was run again; derived
    PRIMARY KEY (period, household_id)
);

-- What was handed out to be filled in, on whatever sheet.
-- Grain: one row of the workbooks of a period.
CREATE TABLE returned.issued (
    period       VARCHAR NOT NULL,
    household_id VARCHAR NOT NULL,
    item         VARCHAR NOT NULL, -- of the row's code: v, m, e, c, i, or h: and the measure
    form         VARCHAR NOT NULL,
    township     VARCHAR NOT NULL,
    episode      VARCHAR NOT NULL, -- of the household when it was first handed out
    issued_on    DATE    NOT NULL,
    head_name    VARCHAR,          -- as printed
    PRIMARY KEY (period, household_id, item)
);

-- Grain: one content that came back.
CREATE TABLE returned.received (
    file_id     VARCHAR NOT NULL PRIMARY KEY, -- first 12 digits of sha256
    name        VARCHAR NOT NULL,             -- path below returned/
    sha256      VARCHAR NOT NULL,
    township    VARCHAR,
    period      VARCHAR,                      -- of the list; the one most rows name
    refused     VARCHAR,                      -- why it was refused whole, in Chinese
    received_on DATE NOT NULL,                -- the day it was read, for which its answers are judged
    received_at TIMESTAMP NOT NULL
);

-- Grain: further name under which a known content came.
CREATE TABLE returned.repeats (
    file_id     VARCHAR NOT NULL,
    name        VARCHAR NOT NULL,
    received_at TIMESTAMP NOT NULL,
    PRIMARY KEY (file_id, name)
);

-- Grain: one data row of a sheet that was recognised.
CREATE TABLE returned.rows (
    file_id      VARCHAR NOT NULL,
    sheet        VARCHAR NOT NULL,
    row_number   INTEGER NOT NULL, -- the row that a spreadsheet shows
    form         VARCHAR NOT NULL CHECK (form IN ('visit', 'monitoring', 'measures', 'elimination', 'county', 'insurer')),
    period       VARCHAR,
    household_id VARCHAR,
    item         VARCHAR,          -- of the row's code: v, m, e, c, i, or h: and the measure
    answered     BOOLEAN NOT NULL, -- a cell to fill in is filled in
    refused      BOOLEAN NOT NULL, -- for itself, or by what was issued
    PRIMARY KEY (file_id, sheet, row_number)
);

-- Grain: one cell filled in of a row that was taken.
CREATE TABLE returned.entries (
    file_id    VARCHAR NOT NULL,
    sheet      VARCHAR NOT NULL,
    row_number INTEGER NOT NULL,
    field      VARCHAR NOT NULL,
    value      VARCHAR NOT NULL, -- ISO date, word of a choice, decimal number, or text
    PRIMARY KEY (file_id, sheet, row_number, field)
);

-- Grain: one fault of a row that was refused.
CREATE TABLE returned.problems (
    file_id     VARCHAR NOT NULL,
    sheet       VARCHAR NOT NULL,
    row_number  INTEGER NOT NULL,
    column_name VARCHAR,          -- title of the column; NULL: the row as such
    reason      VARCHAR NOT NULL  -- Chinese, without the value
);

-- Grain: one file that came back.
CREATE TABLE returned_files (
    file_id         VARCHAR NOT NULL PRIMARY KEY,
    name            VARCHAR NOT NULL,
    sha256          VARCHAR NOT NULL,
    township        VARCHAR,
    period          VARCHAR,
    status          VARCHAR NOT NULL CHECK (status IN ('accepted', 'rejected', 'duplicate')),
    rows_read       INTEGER NOT NULL,
    rows_taken      INTEGER NOT NULL,
    rows_unanswered INTEGER NOT NULL,
    rows_refused    INTEGER NOT NULL,
    reason          VARCHAR,
    received_at     TIMESTAMP NOT NULL,
    CHECK (rows_read = rows_taken + rows_unanswered + rows_refused)
);

-- Grain: one fault of a row that was refused, for itself or because the policy document forbids it.
CREATE TABLE returned_problems (
    file_id     VARCHAR NOT NULL,
    sheet       VARCHAR NOT NULL,
    row_number  INTEGER NOT NULL,
    column_name VARCHAR,
    reason      VARCHAR NOT NULL
);

-- Grain: one answer to an open question.
CREATE TABLE findings (
    period       VARCHAR NOT NULL,
    household_id VARCHAR NOT NULL,
    episode      VARCHAR NOT NULL,
    verified_on  DATE    NOT NULL,
    verdict      VARCHAR NOT NULL CHECK (verdict IN ('confirmed', 'partly', 'refuted', 'unverifiable')),
    cause        VARCHAR,
    proposal     VARCHAR,
    status       VARCHAR NOT NULL CHECK (status IN ('in_force', 'replaced', 'withdrawn', 'conflict')),
    file_id      VARCHAR NOT NULL,
    sheet        VARCHAR NOT NULL,
    row_number   INTEGER NOT NULL
);

-- Grain: one thing that happened to a household.
CREATE TABLE ledger_events (
    event_id     VARCHAR NOT NULL PRIMARY KEY,
    household_id VARCHAR NOT NULL,
    episode      VARCHAR NOT NULL,
    kind         VARCHAR NOT NULL,
    happened_on  DATE    NOT NULL,
    cites        VARCHAR,
    status       VARCHAR NOT NULL CHECK (status IN ('counts', 'replaced', 'withdrawn', 'conflict', 'void')),
    file_id      VARCHAR, -- NULL: from a run of the program
    sheet        VARCHAR,
    row_number   INTEGER
);

-- Grain: one household with an open matter, or whose matter was closed within 24 months.
CREATE TABLE ledger (
    household_id VARCHAR NOT NULL,
    township     VARCHAR NOT NULL,
    village      VARCHAR NOT NULL,
    episode      VARCHAR NOT NULL,
    stage        VARCHAR NOT NULL,
    stage_since  DATE    NOT NULL,
    target_class VARCHAR,
    next_step    VARCHAR,
    due_on       DATE,
    cites        VARCHAR,
    PRIMARY KEY (household_id)
);

-- Grain: one measure of one household.
CREATE TABLE measures (
    household_id VARCHAR NOT NULL,
    episode      VARCHAR NOT NULL,
    measure      VARCHAR NOT NULL, -- in Chinese, as the pack says it
    unit         VARCHAR NOT NULL,
    status       VARCHAR NOT NULL CHECK (status IN ('proposed', 'done', 'under_way', 'not_needed')),
    done_on      DATE,
    amount       DECIMAL(14, 2),
    measure_key  VARCHAR NOT NULL, -- item of the row's code, without h:
    PRIMARY KEY (household_id, episode, measure_key)
);

-- Grain: one thing to be done by a day.
CREATE TABLE duties (
    duty         VARCHAR NOT NULL,
    who          VARCHAR NOT NULL CHECK (who IN ('village', 'township', 'county', 'department', 'insurer')),
    township     VARCHAR,
    household_id VARCHAR,
    department   VARCHAR,
    starts_on    DATE NOT NULL,
    due_on       DATE NOT NULL,
    done_on      DATE,
    cites        VARCHAR
);

-- The procedure of the period that was built last, so that its lists can be written again without its pack.
-- Grain: one step.
CREATE TABLE built.procedure_steps (
    ordinal      INTEGER NOT NULL,
    key          VARCHAR NOT NULL,
    label        VARCHAR NOT NULL,
    who          VARCHAR NOT NULL,
    title        VARCHAR NOT NULL, -- of its column, or of that of its first day
    ends_title   VARCHAR,
    result_title VARCHAR
);

-- Grain: one stage.
CREATE TABLE built.procedure_stages (
    stage VARCHAR NOT NULL,
    label VARCHAR NOT NULL
);

-- Lists that earlier versions handed out: their answers are read as well.
INSERT INTO lists_issued
SELECT
    period, household_id, township, 1,
    coalesce((SELECT max(received_at)::DATE + 1 FROM files WHERE files.period <= alerts.period), (period || '-01')::DATE),
    'visit', first_period, if(state = 'continuing', 'unanswered', state), false, false
FROM alerts
WHERE state <> 'cleared';

INSERT INTO returned.issued
SELECT period, household_id, 'v', 'visit', township, episode, issued_on, NULL
FROM lists_issued;

-- Since when, and until when, a household counts as monitored by the ledger or the roster; derived.
-- Grain: one household and span.
CREATE TABLE built.ledger_classes (
    household_id   VARCHAR NOT NULL,
    since          DATE    NOT NULL,
    until          DATE,             -- NULL: still
    on_roster      BOOLEAN NOT NULL, -- the roster's newest type is that of a monitored household too
    household_type VARCHAR NOT NULL, -- what the ledger alone makes of it
    target_class   VARCHAR NOT NULL,
    since_roster   BOOLEAN NOT NULL, -- it began because the roster said so
    until_roster   BOOLEAN           -- it ended because the roster said so
);

-- Types of households by the ledger in the period that was built last: a household of which it says another is worked
-- out again.
-- Grain: one household.
CREATE TABLE built.counted_types (
    household_id   VARCHAR NOT NULL,
    household_type VARCHAR NOT NULL
);

-- What a household counts as in a month where the ledger knows more than the roster: a step that came back confirmed it
-- or ended its risk, and in no month since has the roster said so too. What the roster says first is in its own type.
-- Grain: one period and household.
CREATE VIEW built.ledger_types AS
WITH turns AS (
    SELECT household_id, since AS turned_on, true AS monitored, since_roster AS by_roster, household_type
    FROM built.ledger_classes
    UNION ALL
    SELECT household_id, until, false, until_roster, household_type
    FROM built.ledger_classes
    WHERE until IS NOT NULL
),

listed AS (
    SELECT period, household_id, household_type,
        household_type IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户') AS on_roster
    FROM household_months
    SEMI JOIN built.ledger_classes USING (household_id)
),

newest AS (
    SELECT listed.*, turn.turned_on, turn.monitored, turn.by_roster, turn.household_type AS ledger_type
    FROM listed
    JOIN turns AS turn
        ON listed.household_id = turn.household_id AND turn.turned_on <= last_day(CAST(period || '-01' AS DATE))
    QUALIFY row_number() OVER (PARTITION BY period, listed.household_id ORDER BY turned_on DESC, monitored) = 1
)

SELECT period, household_id, CASE
    WHEN monitored THEN ledger_type WHEN household_type = '脱贫不稳定户' THEN '脱贫户' ELSE '一般农户'
END AS household_type
FROM newest
WHERE NOT by_roster AND monitored <> on_roster AND NOT EXISTS (
    FROM listed
    WHERE listed.household_id = newest.household_id AND listed.on_roster = newest.monitored
        AND listed.period BETWEEN strftime(newest.turned_on, '%Y-%m') AND newest.period
);

CREATE VIEW overdue AS
SELECT * FROM duties
WHERE due_on < current_date AND done_on IS NULL;

-- Where ledger and roster differed when the period was built that was built last.
-- Grain: one household.
CREATE TABLE built.ledger_differences (
    household_id VARCHAR NOT NULL,
    township     VARCHAR NOT NULL,
    village      VARCHAR NOT NULL,
    target_class VARCHAR,
    ledger_type  VARCHAR,          -- of the household by the ledger
    roster_type  VARCHAR,
    difference   VARCHAR NOT NULL CHECK (difference IN ('not_on_roster', 'still_on_roster')),
    since        DATE
);
