-- Links of the period that is being built anew, and those too old to count in any window.
-- Grain: person and period. Inputs: linkage.earlier_links, windows.
DELETE FROM linkage.earlier_links
WHERE period = (SELECT period FROM windows) OR period < (SELECT strftime(prev_start, '%Y-%m') FROM windows);
