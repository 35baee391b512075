-- Who is linked to whom in this period, so that facts stay with the household that a person later leaves. Whoever was met
-- after this period only is not remembered for it, though known when it is run again.
-- Grain: linked distinct person and member. Inputs: linkage.person_links, person_rows, files, windows.
MERGE INTO linkage.earlier_links AS e
USING (
    WITH later AS (
        SELECT person_key FROM person_rows
        SEMI JOIN (SELECT file_id FROM files WHERE taken_in > (SELECT period FROM windows)) AS f USING (file_id)
    ),

    met_later AS (
        SELECT person_key FROM later
        EXCEPT
        SELECT person_key FROM person_rows SEMI JOIN later USING (person_key)
        SEMI JOIN (SELECT file_id FROM files WHERE taken_in <= (SELECT period FROM windows)) AS f USING (file_id)
    )

    SELECT p.person_key, p.household_id, p.member_id, p.probability, w.period
    FROM linkage.person_links AS p
    CROSS JOIN windows AS w
    ANTI JOIN met_later AS l ON l.person_key = p.person_key
    WHERE p.status = 'linked'
) AS n
ON e.person_key = n.person_key AND e.household_id = n.household_id AND e.member_id IS NOT DISTINCT FROM n.member_id
WHEN MATCHED THEN UPDATE SET
    probability = n.probability,
    first_period = least(e.first_period, n.period),
    last_period = greatest(e.last_period, n.period)
WHEN NOT MATCHED THEN INSERT VALUES (n.person_key, n.household_id, n.member_id, n.probability, n.period, n.period);
