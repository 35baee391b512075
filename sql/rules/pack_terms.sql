-- What the pack and the operands declare, as tables that static statements join.
-- Grain: one entry of the pack.
-- Makes: classification, operand_sources, pack_measures, rule_cites.
CREATE OR REPLACE TEMP TABLE classification (
    ordinal INTEGER, target_class VARCHAR, household_types VARCHAR[], rules VARCHAR[]
);
CREATE OR REPLACE TEMP TABLE rule_cites (rule VARCHAR, place INTEGER, cite VARCHAR);
CREATE OR REPLACE TEMP TABLE pack_measures (
    ordinal INTEGER, says VARCHAR, unit VARCHAR, causes VARCHAR[], rules VARCHAR[], target_classes VARCHAR[],
    labour BOOLEAN
);
CREATE OR REPLACE TEMP TABLE operand_sources (operand VARCHAR, measure VARCHAR, in_window VARCHAR, prev_basis VARCHAR);
