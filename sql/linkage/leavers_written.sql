-- Former members as the roster wrote them.
-- Grain: one former member. Inputs: former_members.
CREATE OR REPLACE TEMP VIEW link_written AS
SELECT household_id, member_id, last_period, name, id_number, NULL::VARCHAR AS sex FROM former_members
