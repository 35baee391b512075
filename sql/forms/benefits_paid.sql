-- The last payment of each benefit to each member of the families to visit, of the three months before the period:
-- each benefit is paid at least once a quarter.
-- Grain: household with a payment.
-- Writes: listed_benefits.
-- Reads: facts_civil_affairs, listed_members, numbered_alerts.
-- Parameters: $period.
INSERT INTO listed_benefits
WITH last_payments AS (
    SELECT
        household_id, member_id, benefit,
        max_by({month: month, amount: amount, status: status}, (month, file_id, row_number)) AS paid
    FROM facts_civil_affairs
    SEMI JOIN numbered_alerts USING (household_id)
    WHERE link_status = 'linked'
        AND month >= ($period || '-01')::DATE - INTERVAL 3 MONTH AND month < ($period || '-01')::DATE
    GROUP BY household_id, member_id, benefit
)

SELECT
    household_id,
    string_agg(
        payment.benefit || ' ' || figure(paid.amount) || ' 元（'
            || concat_ws('，', strftime(paid.month, '%Y-%m'), member.name, paid.status) || '）',
        '；' ORDER BY member.position, payment.benefit, payment.member_id
    )
FROM last_payments AS payment
LEFT JOIN listed_members AS member USING (household_id, member_id)
GROUP BY household_id;
