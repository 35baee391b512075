-- Measures that a source, whatever its rows in the window, says nothing of: it leaves blank in all of them what the
-- measure asks (a list of aid to pupils without the column of their status).
-- Grain: measure and source.
-- Makes: silent_measures.
CREATE OR REPLACE TEMP TABLE silent_measures (measure VARCHAR, source VARCHAR);
