-- Rows with a step that the document forbids are refused whole; without them the others are judged again.
-- Grain: returned row and step.
-- Writes: forbidden_steps.
-- Reads: judged_claims, step_order.
INSERT INTO forbidden_steps BY NAME
SELECT claim.*,
    CASE
        WHEN claim.happened_on IS NULL OR claim.fault = 'no_start' THEN step.title
        ELSE coalesce(step.ends_title, step.title)
    END AS column_name,
    CASE claim.fault
        WHEN 'labour' THEN concat(
            '无劳动能力（或劳动能力没有登记）的户不能标注风险消除，转为持续跟踪（', step.cites,
            '）。确有劳动能力的，请先在花名册更正。'
        )
        WHEN 'before' THEN concat(
            '“', step.label, '”应在“', step.after_label, '”之后（', step.cites,
            '）：没有收到那一步的日期，或这里的日期在它之前。请补报那一步，或更正日期。'
        )
        WHEN 'no_start' THEN concat(
            '“', step.label, '”没有', step.title, '，不能计算是否满 ', step.shortest_working_days, ' 个工作日（',
            step.cites, '）。请补填。'
        )
        WHEN 'short' THEN concat(
            '“', step.label, '”不足 ', step.shortest_working_days, ' 个工作日，首尾两天计入（', step.cites,
            '）。请满期后再报，或更正日期。'
        )
    END AS reason
FROM judged_claims AS claim
JOIN step_order AS step USING (key)
WHERE claim.fault IS NOT NULL;
