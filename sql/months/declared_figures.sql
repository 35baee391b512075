-- Figures that operands declare to be made of facts of one measure, as a table that static statements join. kind:
-- money (yuan are added up), count (facts are counted), flag (one fact is enough). covered_by: sources; if any of them
-- has a row in the window, a household without a report has none of this; empty: that always holds.
-- Grain: one operand.
-- Makes: declared_figures.
CREATE OR REPLACE TEMP TABLE declared_figures (
    operand VARCHAR, measure VARCHAR, in_window VARCHAR, kind VARCHAR, covered_by VARCHAR[], indicator BOOLEAN
);
