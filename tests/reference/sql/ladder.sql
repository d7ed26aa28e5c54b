-- Contract, section 2, from "mature" to "rung".
CREATE TABLE windows AS
SELECT
    to_hours(24 * ticket_days) AS ticket_window,
    to_hours(return_hours) AS return_window,
    to_hours(greatest(24 * ticket_days, return_hours)) AS settle_window
FROM settings;

CREATE TABLE settled_conversations AS
SELECT
    c.*,
    confirmed OR closed_at + settle_window <= as_of() AS mature,
    confirmed OR user_id IS NOT NULL
        OR EXISTS (FROM tickets WHERE tickets.session_id IS NOT NULL) AS linkable
FROM told_conversations AS c, windows;

CREATE TABLE ticketed AS
SELECT bot_id, session_id
FROM settled_conversations AS c, windows AS w
WHERE contained AND EXISTS (
    FROM tickets AS t
    WHERE t.created_at < c.closed_at + w.ticket_window
        AND (
            t.session_id = c.session_id
            OR (t.session_id IS NULL AND t.user_id = c.user_id AND t.created_at >= c.closed_at)
        )
);

CREATE TABLE returned AS
SELECT bot_id, session_id
FROM (FROM settled_conversations ANTI JOIN ticketed USING (bot_id, session_id)) AS c, windows AS w
WHERE contained AND EXISTS (
    FROM settled_conversations AS next
    WHERE next.bot_id = c.bot_id AND next.user_id = c.user_id AND next.session_id <> c.session_id
        AND next.intent IS NOT DISTINCT FROM c.intent
        AND next.started_at > c.closed_at AND next.started_at <= c.closed_at + w.return_window
);

CREATE TABLE laddered AS
SELECT
    c.*,
    t.session_id IS NOT NULL AS ticketed,
    r.session_id IS NOT NULL AS returned,
    CASE
        WHEN escalated THEN 'escalated'
        WHEN outcome IS NULL THEN 'unknown'
        WHEN NOT contained THEN 'abandoned'
        -- Without a tickets table nothing more is known.
        WHEN 'tickets' NOT IN (FROM supplied) THEN NULL
        WHEN t.session_id IS NOT NULL THEN 'ticketed'
        WHEN r.session_id IS NOT NULL THEN 'returned'
        WHEN NOT mature THEN 'pending'
        WHEN NOT linkable THEN 'unverifiable'
        ELSE 'durable'
    END AS rung
FROM settled_conversations AS c
LEFT JOIN ticketed AS t USING (bot_id, session_id)
LEFT JOIN returned AS r USING (bot_id, session_id);
