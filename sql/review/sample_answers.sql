-- What reviewers answered about the newest sample of which any row has an answer. A row is right if its person was
-- confirmed to belong to the household that it had been linked to, and wrong if that was denied or another household
-- was confirmed.
-- Grain: one stratum (source and stage) of the sample.
-- Reads: linkage.labels, review_samples.
WITH answered AS (
    SELECT
        s.*,
        CASE
            WHEN own.decision = 'yes' THEN 'yes'
            WHEN own.decision = 'no' OR other.person_key IS NOT NULL THEN 'no'
            WHEN own.decision = 'unsure' THEN 'unsure'
        END AS answer
    FROM review_samples AS s
    LEFT JOIN linkage.labels AS own ON own.person_key = s.person_key AND own.household_id = s.household_id
    LEFT JOIN linkage.labels AS other
        ON other.person_key = s.person_key AND other.household_id <> s.household_id AND other.decision = 'yes'
)

SELECT
    sample,
    period,
    source,
    stage,
    stratum_rows,
    count(*) AS drawn,
    count(*) FILTER (answer = 'yes') AS yes,
    count(*) FILTER (answer = 'no') AS no,
    count(*) FILTER (answer = 'unsure') AS unsure
FROM answered
WHERE sample = (SELECT max(sample) FROM answered WHERE answer IS NOT NULL)
GROUP BY sample, period, source, stage, stratum_rows
ORDER BY source, stage;
