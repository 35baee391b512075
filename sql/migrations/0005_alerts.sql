-- What an alert recommends, what would have avoided it, how far it is from the line, which lines are the county's own.
ALTER TABLE alerts ADD COLUMN measures VARCHAR;       -- Chinese, `；`-joined: what is proposed（who is responsible）
ALTER TABLE alerts ADD COLUMN smallest_change VARCHAR; -- Chinese: the smallest change that would have avoided it
ALTER TABLE alerts ADD COLUMN margin DECIMAL(18, 2);  -- yuan of the decisive rule
ALTER TABLE alerts ADD COLUMN county_lines VARCHAR;   -- the county's own lines, `name=value`, `;`-joined; '' if none
