-- What the evidence of a fact shows beside its amount, such as the reporting department; of the measures that declare it.
-- Grain: measure and source row.
-- Makes: fact_details.
CREATE OR REPLACE TEMP TABLE fact_details (
    measure VARCHAR, source VARCHAR, file_id INTEGER, row_number INTEGER, detail VARCHAR
);
