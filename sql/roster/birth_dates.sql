-- Members with the birth date that counts: the registered one, otherwise the one in the complete ID number.
-- Grain: one member.
-- Makes: member_birth_dates.
-- Reads: roster.members.
CREATE OR REPLACE TEMP VIEW member_birth_dates AS
SELECT
    household_id,
    member_id,
    coalesce(
        birth_date,
        CASE WHEN regexp_full_match(id_number, '[0-9]{17}[0-9Xx]')
            THEN try_strptime(substr(id_number, 7, 8), '%Y%m%d')::DATE
        END
    ) AS birth_date
FROM roster.members;
