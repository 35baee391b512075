-- Figures that operands declare to be made of facts of one measure, as a table that static statements join. kind:
-- money (yuan are added up), count (facts are counted), flag (any fact will do). covered_by: sources of which any row
-- in the window makes silence mean no; empty: it always does.
-- Grain: one operand.
-- Makes: declared_figures.
CREATE OR REPLACE TEMP TABLE declared_figures (
    operand VARCHAR, measure VARCHAR, in_window VARCHAR, kind VARCHAR, covered_by VARCHAR[], indicator BOOLEAN
);
