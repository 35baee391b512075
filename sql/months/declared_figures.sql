-- Figures that declared operands say are made of facts of one measure, as a table that static statements join.
-- Grain: one operand. kind: money (yuan are added), count (facts are), flag (any fact will do).
-- covered_by: sources of which any row in the window makes silence a no; empty: it always is.
CREATE OR REPLACE TEMP TABLE declared_figures (
    operand VARCHAR, measure VARCHAR, in_window VARCHAR, kind VARCHAR, covered_by VARCHAR[], indicator BOOLEAN
);
