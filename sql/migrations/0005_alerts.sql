-- An alert says what may be done, how far it is from the line, and by which lines it was judged.
ALTER TABLE alerts ADD COLUMN measures VARCHAR;        -- Chinese, what the pack proposes, in its order; '' for nothing
ALTER TABLE alerts ADD COLUMN margin DECIMAL(18, 4);   -- yuan: value - line of the rule that decided on the level
ALTER TABLE alerts ADD COLUMN smallest_change VARCHAR; -- Chinese: what would have avoided the alert; '' for nothing
ALTER TABLE alerts ADD COLUMN county_lines VARCHAR;    -- the county's own lines: 'income_line=8000;…'; '' for none
ALTER TABLE alerts ADD COLUMN months_open INTEGER;     -- months of the episode, the first and this one included
