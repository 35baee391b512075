-- Records as written, with everything that needs no closer look: a complete valid number and a plain name, which nearly
-- all records have. matching.comparing.id_numbers.read and matching.comparing.names.comparable are the definition, and
-- tests hold this statement to it. Where matching.preparing.writings must look closer, first17 and the columns that
-- follow from it are NULL, and plain_name is FALSE.
-- Grain: one record.
-- Makes: link_read.
-- Reads: $written.
-- Parameters: $plain (regular expression of plain names), $written (name, id_number, sex, and whatever else is passed
--   through).
CREATE OR REPLACE TEMP TABLE link_read AS
WITH digits AS (
    SELECT *,
        coalesce(regexp_full_match(name, $plain), FALSE) AS plain_name,
        -- Three zeros at the end come from a spreadsheet.
        CASE WHEN regexp_full_match(id_number, '[0-9]{17}[0-9X]') AND NOT ends_with(id_number, '000')
            THEN TRY_CAST(left(id_number, 17) AS BIGINT)
        END AS places
    FROM query_table($written)
), summed AS ( -- place 17 is the last digit of places; weights as in data_contracts.id_checksum
    SELECT *,
        CASE WHEN places // 1000000000 % 100 IN (19, 20)
            THEN CAST(try_strptime(substr(id_number, 7, 8), '%Y%m%d') AS DATE)
        END AS birth,
        places % 10 * 2
        + places // 10 % 10 * 4
        + places // 100 % 10 * 8
        + places // 1000 % 10 * 5
        + places // 10000 % 10 * 10
        + places // 100000 % 10 * 9
        + places // 1000000 % 10 * 7
        + places // 10000000 % 10 * 3
        + places // 100000000 % 10 * 6
        + places // 1000000000 % 10 * 1
        + places // 10000000000 % 10 * 2
        + places // 100000000000 % 10 * 4
        + places // 1000000000000 % 10 * 8
        + places // 10000000000000 % 10 * 5
        + places // 100000000000000 % 10 * 10
        + places // 1000000000000000 % 10 * 9
        + places // 10000000000000000 % 10 * 7 AS total
    FROM digits
), judged AS (
    SELECT *, birth IS NOT NULL AND right(id_number, 1) = '10X98765432'[total % 11 + 1] AS valid FROM summed
)
SELECT * EXCLUDE (places, total, birth, valid),
    CASE WHEN valid THEN places END AS first17,
    CASE WHEN valid THEN birth END AS birth_in_number,
    -- The last four places as one small hexadecimal integer in which X counts as ten.
    CASE WHEN valid
        THEN CAST(places // 100 % 10 * 4096 + places // 10 % 10 * 256 + places % 10 * 16 + (12 - total % 11) % 11 AS INTEGER)
    END AS last4
FROM judged
