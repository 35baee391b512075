-- Linked rows drawn for review, stratified by source and stage: one of each stratum first, then a second, then in
-- proportion to the square root of its size, since small strata are the doubtful ones. Within a stratum every row is as
-- likely as any other. Rows of persons whom a reviewer has decided on, and rows linked to households that have left the
-- roster, are not drawn.
-- Grain: one linked row.
-- Makes: sampled_rows.
-- Reads: linkage.labels, links, review_samples, roster.households, staked_rows (source, file_id, row_number,
--   person_key, fact_key, dated, amount).
-- Parameters: $period, $rows (how many to draw), $seed.
CREATE OR REPLACE TEMP TABLE sampled_rows AS
WITH shuffled AS (
    SELECT
        l.source,
        l.stage,
        l.file_id,
        l.row_number,
        r.person_key,
        l.household_id,
        l.member_id,
        r.amount,
        count(*) OVER (PARTITION BY l.source, l.stage) AS stratum_rows,
        row_number() OVER (
            PARTITION BY l.source, l.stage
            ORDER BY md5(concat_ws('|', $seed, l.file_id, l.row_number)), l.file_id, l.row_number
        ) AS place
    FROM links AS l
    JOIN staked_rows AS r USING (file_id, row_number)
    SEMI JOIN roster.households AS h ON h.household_id = l.household_id
    ANTI JOIN linkage.labels AS d ON d.person_key = r.person_key AND d.decision = 'yes'
    WHERE l.status = 'linked' AND r.person_key IS NOT NULL
),

drawn AS (
    SELECT *
    FROM shuffled
    QUALIFY row_number() OVER (
        ORDER BY least(place, 3), place / sqrt(stratum_rows), source, stage
    ) <= $rows
)

SELECT
    (SELECT coalesce(max(sample), 0) + 1 FROM review_samples) AS sample,
    $period AS period,
    $seed::BIGINT AS seed,
    source,
    stage,
    file_id,
    row_number,
    person_key,
    household_id,
    stratum_rows,
    count(*) OVER (PARTITION BY source, stage) / stratum_rows AS probability,
    member_id,
    amount
FROM drawn;
