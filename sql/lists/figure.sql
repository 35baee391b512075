-- Numbers as sentences show them: thousands apart, two decimals unless they are whole. A sum over months that have not
-- all arrived is a lower bound, and nothing is said of it while it is zero.
-- Grain: scalar.
-- Makes: figure, sum_so_far.
CREATE OR REPLACE TEMP MACRO figure(number) AS
    format(if(number = trunc(number), '{:,.0f}', '{:,.2f}'), number::DOUBLE);
CREATE OR REPLACE TEMP MACRO sum_so_far(amount, is_whole) AS CASE
    WHEN is_whole THEN figure(amount) || ' 元'
    WHEN amount > 0 THEN '至少 ' || figure(amount) || ' 元'
    ELSE '数据不全'
END;
