-- Masks an identity number as every list shows it: area and last digits stay, the birth date is hidden. Numbers may be
-- written with full-width digits, spaces and apostrophes. A number that has neither 18 nor 15 digits and is not
-- already masked is not shown at all, because its content is unknown.
-- Grain: scalar.
-- Makes: masked_number, plain_number.
CREATE OR REPLACE TEMP MACRO plain_number(number) AS regexp_replace(
    translate(upper(coalesce(number, '')), '０１２３４５６７８９Ｘ＊', '0123456789X*'), '[\s　''‘’`-]', '', 'g'
);
CREATE OR REPLACE TEMP MACRO masked_number(number) AS CASE
    WHEN plain_number(number) = '' THEN '未登记'
    WHEN regexp_full_match(plain_number(number), '[0-9]{17}[0-9X]')
        THEN left(plain_number(number), 6) || repeat('*', 8) || right(plain_number(number), 4)
    WHEN regexp_full_match(plain_number(number), '[0-9]{15}')
        THEN left(plain_number(number), 6) || repeat('*', 6) || right(plain_number(number), 3)
    WHEN regexp_full_match(plain_number(number), '[0-9]{6}\*{4,}[0-9X]{1,4}') THEN plain_number(number)
    ELSE '号码有误待核'
END;
