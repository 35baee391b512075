-- How probable each household is for a row, which is about one of the candidate households or about nobody in the
-- roster. Rounded to nine digits, because the last digits of a sum depend on the order of addition.
-- Grain: one rid and hid.
-- Makes: link_families.
-- Reads: link_scored.
CREATE OR REPLACE TEMP TABLE link_families AS
WITH families AS (
    SELECT rid, hid, sum(odds) AS odds, arg_max(stage, (odds, compared_mid)) AS stage,
        arg_max({'verdict': verdict}, (odds, compared_mid)).verdict AS verdict
    FROM link_scored GROUP BY rid, hid
), rivals AS (
    SELECT *, sum(odds) OVER (PARTITION BY rid) AS all_odds FROM families
)
SELECT rid, hid, stage, verdict, odds, all_odds,
    round(odds / (1 + all_odds), 9) AS probability,
    all_odds / (1 + all_odds) AS registered -- probability that the row is about somebody in the roster
FROM rivals
