-- The remaining facts: what hangs on a conversation, and what is filed by its own time.
CREATE TABLE dims AS
SELECT bot_id, session_id, started_at, page_type, utm_source, utm_campaign, language, channel,
    intent, "trigger", outcome, rung
FROM conversations;

-- An answer is a bot message whose previous message in the session is the user's.
CREATE TABLE answers AS
SELECT a.bot_id, a.session_id, a.latency_s, a.intent, a.response_template_id,
    dims.* EXCLUDE (bot_id, session_id, intent)
FROM (
    SELECT *,
        (epoch_us(coalesce(first_token_at, ts)) - epoch_us(lag(ts) OVER place)) / 1e6 AS latency_s,
        lag(role) OVER place AS previous
    FROM messages
    WINDOW place AS (PARTITION BY bot_id, session_id ORDER BY ts, role = 'bot', seq)
) AS a JOIN dims USING (bot_id, session_id)
WHERE a.role = 'bot' AND a.previous = 'user';

CREATE TABLE user_messages AS
SELECT m.ts, m.intent, m.response_template_id, dims.* EXCLUDE (intent)
FROM messages AS m JOIN dims USING (bot_id, session_id) WHERE m.role = 'user';

CREATE TABLE escalations AS
SELECT
    e.ts, e."trigger", e.succeeded, e.intended_team, e.assigned_team, e.ticket_id,
    e.context_complete, e.context_read_at, e.first_agent_response_at,
    t.ticket_id IS NOT NULL AS has_ticket, t.closed_at, t.due_at, t.sla_met, t.csat_score,
    dims.* EXCLUDE ("trigger")
FROM events AS e JOIN dims USING (bot_id, session_id)
LEFT JOIN tickets AS t ON t.ticket_id = e.ticket_id
WHERE e.event = 'chat.escalation';

CREATE TABLE goals AS
SELECT goal, bool_or(goal_status = 'completed') AS reached, dims.*
FROM events AS e JOIN dims USING (bot_id, session_id)
WHERE e.event = 'chat.goal' AND goal IS NOT NULL AND goal_status IS NOT NULL
GROUP BY ALL;

CREATE TABLE surveys AS
SELECT e.ts, e.seq, e.csat_score, e.thumbs_up, e.nps_score, e.ces_score, dims.*
FROM events AS e JOIN dims USING (bot_id, session_id) WHERE e.event = 'chat.survey';

-- The newest answer to a question counts for its conversation, and files it.
CREATE TABLE ratings AS
SELECT *, coalesce(csat_score >= (SELECT satisfied_from FROM settings), FALSE)
    OR coalesce(thumbs_up, FALSE) AS satisfied
FROM surveys WHERE csat_score IS NOT NULL OR thumbs_up IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY bot_id, session_id ORDER BY ts DESC, seq DESC) = 1;
CREATE TABLE csat_scores AS
FROM surveys WHERE csat_score IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY bot_id, session_id ORDER BY ts DESC, seq DESC) = 1;
CREATE TABLE ces_scores AS
FROM surveys WHERE ces_score IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY bot_id, session_id ORDER BY ts DESC, seq DESC) = 1;
CREATE TABLE nps_scores AS
FROM surveys WHERE nps_score IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY bot_id, session_id ORDER BY ts DESC, seq DESC) = 1;

CREATE TABLE blocks AS
SELECT e.ts, dims.*
FROM events AS e JOIN dims USING (bot_id, session_id) WHERE e.event = 'chat.input_blocked';

CREATE TABLE errors AS
SELECT e.ts, e.bot_id, dims.* EXCLUDE (bot_id)
FROM events AS e LEFT JOIN dims USING (bot_id, session_id) WHERE e.event = 'chat.error';

-- Who was shown the widget; a row without any id is a person of its own.
CREATE TABLE shown AS
SELECT bot_id, ts, coalesce(user_id, visitor_id, session_id, 'row ' || row_id) AS person
FROM events WHERE event = 'chat.widget_shown';

-- A ticket names the conversations of its session, and those whose escalation opened it; of
-- several at one bot that of its session counts, else the first escalated.
CREATE TABLE ticket_conversations AS
SELECT DISTINCT ON (ticket_id, bot_id)
    n.ticket_id, n.closed_at, n.csat_score,
    c.bot_id, c.page_type, c.utm_source, c.utm_campaign, c.language, c.channel
FROM (
    SELECT t.ticket_id, t.closed_at, t.csat_score, t.session_id, NULL AS bot_id, NULL AS ts,
        TRUE AS own
    FROM tickets AS t
    UNION ALL
    SELECT t.ticket_id, t.closed_at, t.csat_score, e.session_id, e.bot_id, e.ts, FALSE AS own
    FROM tickets AS t JOIN escalations AS e USING (ticket_id)
) AS n
JOIN dims AS c ON c.session_id = n.session_id AND (n.own OR c.bot_id = n.bot_id)
ORDER BY n.ticket_id, c.bot_id, n.own DESC, n.ts, c.session_id;

CREATE TABLE project_tickets AS
SELECT t.ticket_id, t.created_at, c.page_type, c.utm_source, c.utm_campaign, c.language, c.channel
FROM tickets AS t LEFT JOIN ticket_conversations AS c USING (ticket_id);
