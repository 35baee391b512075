-- One household in one period: figures, alert, and what the roster says of it.
-- Grain: one row. Inputs: household_months, alerts, roster.households; $period, $household_id.
SELECT
    m.*,
    h.head_name,
    a.level, a.state, a.target_class, a.causes, a.rules, a.first_period, a.cites, a.reason AS alert_reason,
    a.pack, a.pack_version, a.measures, a.smallest_change, a.margin, a.county_lines
FROM household_months AS m
LEFT JOIN roster.households AS h USING (household_id)
LEFT JOIN alerts AS a USING (period, household_id)
WHERE m.period = $period AND m.household_id = $household_id;
