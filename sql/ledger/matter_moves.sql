-- Events that can move a matter, numbered by household in the order in which they happened. A
-- disagreement that is later agreed to is none, unless the household was proposed between.
-- Grain: event.
-- Makes: matter_moves.
-- Reads: procedure_steps, told_events.
CREATE OR REPLACE TEMP TABLE matter_moves AS
WITH counted AS (SELECT * FROM told_events WHERE status = 'counts' AND rank > 0),

agreed AS (
    SELECT household_id, happened_on FROM counted WHERE kind = (SELECT key FROM procedure_steps WHERE decides)
),

overruled AS ( -- disagreement that a later agreement takes back
    SELECT event.event_id
    FROM counted AS event
    JOIN agreed ON event.household_id = agreed.household_id AND event.happened_on <= agreed.happened_on
    LEFT JOIN counted AS proposal
        ON event.household_id = proposal.household_id AND proposal.kind = 'proposed'
        AND proposal.happened_on > event.happened_on AND proposal.happened_on <= agreed.happened_on
    WHERE event.kind = 'disagreed'
    GROUP BY event.event_id
    HAVING count(proposal.event_id) = 0
)

SELECT counted.*,
    row_number() OVER (PARTITION BY household_id ORDER BY happened_on, rank, event_id) AS place
FROM counted
ANTI JOIN overruled USING (event_id);
