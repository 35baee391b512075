"""Laws of alert_evidence that hold in every county; each is a query for the rows that break it."""

from data_contracts.contract import load_contracts

_CONTRACTS = load_contracts()
_ACCEPTED = " UNION ALL ".join(
    f"SELECT '{source}' AS source, file_id, row_number FROM accepted.{source}" for source in _CONTRACTS
)
_PERSONS = ", ".join(f"'{source}'" for source, contract in _CONTRACTS.items() if contract.person)
_FIGURES = """(
    UNPIVOT (
        SELECT period, household_id, members::DECIMAL(18, 4) AS members,
            COLUMNS('income|rigid|_expense_12m|_loss_')::DECIMAL(18, 4),
            COLUMNS('guarantee_|^registered$|has_labour|employment_unstable')::INTEGER::DECIMAL(18, 4)
        FROM (SELECT * EXCLUDE (income_prev_basis) FROM household_months)
    )
    ON COLUMNS(* EXCLUDE (period, household_id)) INTO NAME operand VALUE figure
    UNION ALL
    SELECT period, household_id, indicator, value FROM household_indicators
)"""
# a household that left the roster keeps the evidence of the month before
_THERE = "SEMI JOIN household_months USING (period, household_id)"

LAWS = {
    "every alert leads back to a file and row": f"""
        SELECT period, household_id FROM alerts
        ANTI JOIN (FROM alert_evidence SEMI JOIN ({_ACCEPTED}) USING (source, file_id, row_number))
        USING (period, household_id)""",
    "every rule that fires has evidence": """
        SELECT period, household_id, rule FROM rule_results
        ANTI JOIN alert_evidence USING (period, household_id, rule)
        WHERE outcome = 'fires'""",
    "evidence is of alerts only": """
        SELECT period, household_id, rule FROM alert_evidence
        ANTI JOIN (SELECT period, household_id, unnest(string_split(rules, ',')) AS rule FROM alerts)
        USING (period, household_id, rule)""",
    "every file and row exists": f"""
        SELECT source, file_id, row_number FROM alert_evidence
        ANTI JOIN ({_ACCEPTED}) USING (source, file_id, row_number)
        WHERE file_id IS NOT NULL""",
    "no operand has the same source row twice": """
        SELECT period, household_id, rule, operand, file_id, row_number FROM alert_evidence
        WHERE file_id IS NOT NULL AND operand NOT LIKE 'rigid%'
        GROUP BY ALL HAVING count(*) > 1""",
    "amounts behind a sum add up to it": """
        SELECT period, household_id, rule, operand, any_value(value), sum(amount)
        FROM alert_evidence
        WHERE operand IN ('income_12m', 'income_prev_12m', 'rigid_expense_12m', 'rigid_expense_prev_12m',
            'illness_expense_12m', 'education_expense_12m', 'disaster_loss_12m', 'accident_expense_12m',
            'business_loss_12m') AND value IS NOT NULL
        GROUP BY ALL HAVING coalesce(sum(amount), 0) <> any_value(value)""",
    "every value is the household's figure": f"""
        SELECT e.period, e.household_id, e.operand, e.value, f.figure
        FROM (FROM alert_evidence {_THERE}) AS e
        LEFT JOIN {_FIGURES} AS f USING (period, household_id, operand)
        WHERE e.value IS DISTINCT FROM f.figure""",
    "the margin is the distance from the line": """
        SELECT period, household_id, operand FROM alert_evidence
        WHERE margin IS DISTINCT FROM value - line""",
    "person rows are linked to the household": f"""
        SELECT e.household_id, e.file_id, e.row_number
        FROM (FROM alert_evidence {_THERE}) AS e
        ANTI JOIN links AS l
            ON l.file_id = e.file_id AND l.row_number = e.row_number AND l.household_id = e.household_id
            AND l.status = 'linked' AND l.stage = e.stage
        WHERE e.source IN ({_PERSONS})
            AND e.period = (SELECT max(period) FROM runs)""",
}
