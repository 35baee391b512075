-- One household in one period: figures, alert and roster entry. A household that has left the roster has no figures,
-- but its alert is shown if it was kept.
-- Grain: one row; none for a household without either.
-- Reads: alerts, household_months, roster.households.
-- Parameters: $household_id, $period.
SELECT
    m.* REPLACE (
        coalesce(m.period, a.period) AS period, coalesce(m.household_id, a.household_id) AS household_id,
        coalesce(m.township, a.township) AS township, coalesce(m.village, a.village) AS village
    ),
    h.head_name,
    a.level, a.state, a.target_class, a.causes, a.rules, a.first_period, a.cites, a.reason AS alert_reason,
    a.pack, a.pack_version, a.measures, a.smallest_change, a.margin, a.county_lines
FROM (FROM household_months WHERE period = $period AND household_id = $household_id) AS m
FULL JOIN (FROM alerts WHERE period = $period AND household_id = $household_id) AS a USING (household_id)
LEFT JOIN roster.households AS h ON h.household_id = coalesce(m.household_id, a.household_id);
