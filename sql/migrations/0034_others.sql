-- What goes to others: departments, the insurer, villages, the national system.

-- Sources that the poverty office or its townships make themselves: nobody is told what came of them.
ALTER TABLE built.expected_sources ADD COLUMN inside BOOLEAN DEFAULT false;
UPDATE built.expected_sources
SET inside = source IN ('households', 'members', 'incomes', 'declarations', 'clues', 'visits');

-- The procedure's branches, and how long its public notices stand at least.
ALTER TABLE built.procedure_steps ADD COLUMN branch VARCHAR;
ALTER TABLE built.procedure_steps ADD COLUMN shortest_working_days INTEGER;

-- What the departments were told of households (F6); only ever added to.
-- Grain: one household, and what is said of it.
CREATE TABLE returned.pushes (
    push         INTEGER NOT NULL, -- number of the run that told it
    period       VARCHAR NOT NULL, -- whose lists told it
    household_id VARCHAR NOT NULL,
    episode      VARCHAR NOT NULL,
    kind         VARCHAR NOT NULL CHECK (kind IN ('confirmed', 'eliminated')),
    happened_on  DATE    NOT NULL,
    withdrawn    BOOLEAN NOT NULL, -- it was told before, and holds no longer
    target_class VARCHAR,
    PRIMARY KEY (push, household_id, episode, kind)
);

-- What contradicts itself in a household's record, found when its period was built.
-- Grain: one household and check.
CREATE TABLE built.contradictions (
    period       VARCHAR NOT NULL,
    household_id VARCHAR NOT NULL,
    township     VARCHAR NOT NULL,
    village      VARCHAR NOT NULL,
    ordinal      INTEGER NOT NULL, -- of the check
    label        VARCHAR NOT NULL, -- Chinese: what contradicts what
    says         VARCHAR NOT NULL, -- Chinese: what to do
    PRIMARY KEY (period, household_id, ordinal)
);
