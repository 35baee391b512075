-- What the declared linker keeps between months: who was compared, by what, with which parameters, and what people decided.
-- Persons of an older warehouse are met anew by its next run, with their department, and linked anew; their rows keep the links
-- that they have until then.

ALTER TABLE linkage.persons ADD COLUMN source VARCHAR; -- the department that first wrote the person so: its model speaks
DELETE FROM linkage.persons;
DELETE FROM linkage.person_links;
DELETE FROM linkage.person_reviews;

-- Grain: one household of the roster as last compared.
CREATE TABLE linkage.households (
    hid          INTEGER NOT NULL,
    household_id VARCHAR NOT NULL,
    fingerprint  UBIGINT NOT NULL  -- of everything that is compared of its members
);

-- Grain: one member as last compared, or one head whom the members' list lacks (member_id NULL).
CREATE TABLE linkage.members (
    mid             INTEGER NOT NULL,
    hid             INTEGER NOT NULL,
    member_id       VARCHAR,
    name            VARCHAR,           -- as names are compared (matching.comparing.names.comparable)
    name_id         UBIGINT,           -- digest of name; NULL without one
    surname         INTEGER,           -- code point of its first character, where that is known
    kind            VARCHAR NOT NULL,  -- of the number: valid, checksum_wrong, masked, mangled, partial, missing
    first17         BIGINT,            -- of a valid number
    last4           INTEGER,           -- the last four places, X counting as the sixteenth digit would
    settled_by      UBIGINT,           -- digest of a valid number with a name that hides and loses nothing and names no relative
    damaged_pattern VARCHAR,           -- pattern and text of a number that is not valid: of the others, nearly all, two integers
    damaged_text    VARCHAR,           -- say as much
    pattern         VARCHAR GENERATED ALWAYS AS ( -- of the number: 18 places, ? for what is not known
        CASE WHEN first17 IS NULL THEN damaged_pattern
            ELSE lpad(CAST(first17 AS VARCHAR), 17, '0') || '0123456789X'[last4 % 16 + 1] END
    ),
    text            VARCHAR GENERATED ALWAYS AS ( -- of the number, as far as legible; in its one writing
        CASE WHEN first17 IS NULL THEN damaged_text
            ELSE lpad(CAST(first17 AS VARCHAR), 17, '0') || '0123456789X'[last4 % 16 + 1] END
    ),
    birth           DATE,              -- in the number where it can be trusted, else as registered
    birth_in_number DATE,
    sex             VARCHAR,           -- M, F
    generation      TINYINT,           -- in the household, the head being 0
    own             BOOLEAN,           -- by blood; false: by marriage
    village_id      UBIGINT,           -- as matching.comparing.places numbers them
    township_id     UBIGINT
);

-- Grain: one village of the roster as last compared, as written: by these names addresses are read.
CREATE TABLE linkage.places (
    township VARCHAR,
    village  VARCHAR
);

-- Grain: one distinct person and key by which a member could be found: when such a member changes, the person is compared again.
CREATE TABLE linkage.person_keys (
    person_key UBIGINT NOT NULL,
    key        UBIGINT NOT NULL
);

-- Grain: one comparison level of one department's model, as the links are weighed.
CREATE TABLE linkage.parameters (
    source     VARCHAR NOT NULL,
    comparison VARCHAR NOT NULL, -- 'prior' with level 'registered': the share of rows about people in the roster, as m
    level      VARCHAR NOT NULL,
    m          DOUBLE NOT NULL,  -- probability of the level where both are one person
    u          DOUBLE,           -- the same where they are two; NULL where it is worked out pair by pair (term frequency)
    m_rows     BIGINT NOT NULL,  -- links that m was counted in; 0: as the model declares
    u_pairs    BIGINT NOT NULL,  -- random pairs that u was counted in; 0: as the model declares
    estimated  VARCHAR           -- the period in which it was estimated; NULL: as the model declares
);

-- Grain: one value of a comparison with term frequency, as the roster had it when the parameters were estimated.
CREATE TABLE linkage.term_frequencies (
    comparison VARCHAR NOT NULL,
    value      UBIGINT NOT NULL,
    frequency  DOUBLE NOT NULL -- share of members, nearer to that of strangers where these say more
);

-- Grain: one row: the parameters that the links were weighed by. When those in force are others, everybody is compared again.
CREATE TABLE linkage.weighed_by (
    digest UBIGINT NOT NULL
);

-- Grain: one estimated level of one department in one period: its share among the pairs newly linked by the number.
CREATE TABLE linkage.drift (
    period     VARCHAR NOT NULL,
    source     VARCHAR NOT NULL,
    comparison VARCHAR NOT NULL,
    level      VARCHAR NOT NULL,
    saved      DOUBLE NOT NULL,  -- m that links are weighed by
    observed   DOUBLE NOT NULL,
    rows       BIGINT NOT NULL,  -- that it was observed in
    drifted    BOOLEAN NOT NULL  -- too far from what is saved for chance
);

-- Grain: one blocking rule in one period: what its cap saved and cost.
CREATE TABLE linkage.blocking (
    period         VARCHAR NOT NULL,
    rule           VARCHAR NOT NULL,
    persons        BIGINT NOT NULL, -- persons that have the key
    pairs          BIGINT NOT NULL, -- compared
    capped_blocks  BIGINT NOT NULL, -- blocks larger than the cap
    capped_pairs   BIGINT NOT NULL  -- not compared by this rule for that
);

-- Grain: one person as written and household, as a reviewer decided; the last decision counts.
CREATE TABLE linkage.labels (
    person_key   UBIGINT NOT NULL,
    household_id VARCHAR NOT NULL,
    member_id    VARCHAR,
    decision     VARCHAR NOT NULL CHECK (decision IN ('yes', 'no', 'unsure')),
    probability  DOUBLE,           -- that the linker gave the pair when it was asked about
    period       VARCHAR NOT NULL  -- of the workbook
);

-- Grain: one row whose link is another than the one published before.
CREATE TABLE link_changes (
    period            VARCHAR NOT NULL, -- in which it changed
    source            VARCHAR NOT NULL,
    file_id           INTEGER NOT NULL,
    row_number        INTEGER NOT NULL,
    from_status       VARCHAR NOT NULL,
    from_household_id VARCHAR,
    from_member_id    VARCHAR,
    from_stage        VARCHAR NOT NULL,
    to_status         VARCHAR NOT NULL,
    to_household_id   VARCHAR,
    to_member_id      VARCHAR,
    to_stage          VARCHAR NOT NULL,
    reason            VARCHAR NOT NULL -- roster_changed, left_roster, reviewed, cancelled_row, parameters, program
);
