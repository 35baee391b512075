-- What an earlier run of this period said is forgotten before it says it anew, and what is too old for any window.
-- Grain: person and member. Inputs: linkage.earlier_links, windows, runs.
DELETE FROM linkage.earlier_links
WHERE last_period < (SELECT strftime(prev_start, '%Y-%m') FROM windows)
    OR (first_period = (SELECT period FROM windows) AND last_period = first_period);

UPDATE linkage.earlier_links
SET last_period = (SELECT max(period) FROM runs WHERE period < (SELECT period FROM windows))
WHERE last_period = (SELECT period FROM windows);
