-- An end of Wilson's 95 % interval of a share: `side` is -1 for the lower one, 1 for the upper one. The quantile of the
-- normal distribution is 1.959964.
-- Grain: scalar.
-- Makes: wilson_end.
CREATE OR REPLACE TEMP MACRO wilson_end(hits, trials, side) AS (
    hits / trials + 1.959964 ^ 2 / (2 * trials)
    + side * 1.959964 * sqrt(hits / trials * (1 - hits / trials) / trials + 1.959964 ^ 2 / (4 * trials ^ 2))
) / (1 + 1.959964 ^ 2 / trials);
