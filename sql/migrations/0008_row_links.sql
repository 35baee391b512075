-- A row is linked as its person is; only rows that are not keep a link of their own, and `links` is a view (sql/links/links.sql)
-- that every run makes anew for the sources there are. What stands here of a warehouse whose persons are met anew (0002) are its rows'
-- links of the last run, until the next.

-- Grain: one accepted person row that is linked otherwise than its person: someone who left, a reversal.
CREATE TABLE linkage.row_links (
    file_id      INTEGER NOT NULL,
    row_number   INTEGER NOT NULL,
    status       VARCHAR NOT NULL,
    household_id VARCHAR,
    member_id    VARCHAR,
    stage        VARCHAR NOT NULL,
    probability  DOUBLE
);
INSERT INTO linkage.row_links BY NAME
SELECT * EXCLUDE (source, period)
FROM links
WHERE stage IN ('former_member', 'reversal') OR NOT EXISTS (FROM linkage.person_links);

DROP TABLE links;
CREATE VIEW links AS
SELECT f.source, f.period, x.* FROM linkage.row_links AS x JOIN main.files AS f USING (file_id);
