-- Sources and periods with an accepted file that is the extract of this source alone. A file of two sources at once
-- (a roster export with one row a person) is kept as two files with the same name and bytes.
-- Grain: source and period.
-- Reads: files.
SELECT DISTINCT source, period
FROM files AS f
WHERE status IN ('accepted', 'superseded')
    AND NOT EXISTS (
        SELECT 1 FROM files AS other
        WHERE other.sha256 = f.sha256 AND other.name = f.name AND other.period = f.period AND other.source <> f.source
    );
