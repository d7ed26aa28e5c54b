-- Contract, section 2, "conversations": one row per (bot_id, session_id), with its rung.
CREATE TABLE messages AS
SELECT
    bot_id, session_id, message_id, ts, seq, intent, sentiment, first_token_at,
    response_template_id,
    CASE WHEN event = 'chat.message.user' THEN 'user' ELSE 'bot' END AS role,
    CASE WHEN event = 'chat.message.bot' THEN coalesce(kind, 'answer') END AS kind
FROM events
WHERE event IN ('chat.message.user', 'chat.message.bot')
-- A message is a (role, message_id) at its earliest row; without an id a row is its own message.
QUALIFY message_id IS NULL
    OR row_number() OVER (PARTITION BY bot_id, session_id, event, message_id ORDER BY ts, seq) = 1;

-- What a conversation starts with: shared with the outbound ones, which are only counted.
CREATE MACRO started(source) AS TABLE
SELECT
    bot_id, session_id,
    coalesce(min(ts) FILTER (WHERE event = 'chat.session_started'), min(ts)) AS started_at,
    first(user_id ORDER BY ts, seq) FILTER (WHERE user_id IS NOT NULL) AS user_id,
    first(visitor_id ORDER BY ts, seq) FILTER (WHERE visitor_id IS NOT NULL) AS visitor_id,
    first(page_type ORDER BY ts, seq) FILTER (WHERE page_type IS NOT NULL) AS page_type,
    first(utm_source ORDER BY ts, seq) FILTER (WHERE utm_source IS NOT NULL) AS utm_source,
    first(utm_campaign ORDER BY ts, seq) FILTER (WHERE utm_campaign IS NOT NULL) AS utm_campaign,
    first(language ORDER BY ts, seq) FILTER (WHERE language IS NOT NULL) AS language,
    first(channel ORDER BY ts, seq) FILTER (WHERE channel IS NOT NULL) AS channel
FROM query_table(source)
WHERE session_id IS NOT NULL AND event <> 'chat.widget_shown'
GROUP BY bot_id, session_id;

CREATE TABLE outbound_conversations AS
FROM started('events_with_outbound') SEMI JOIN silent_outbound USING (bot_id, session_id);

CREATE TABLE told AS
SELECT
    bot_id, session_id,
    count(*) FILTER (WHERE role = 'user') AS user_messages,
    count(*) FILTER (WHERE role = 'bot') AS bot_messages,
    count(*) FILTER (WHERE kind = 'fallback') AS fallback_messages,
    min(ts) FILTER (WHERE role = 'user') AS first_user_at,
    first(intent ORDER BY ts, seq) FILTER (WHERE role = 'user') AS intent,
    avg(sentiment) FILTER (WHERE role = 'user') AS sentiment,
    last(sentiment ORDER BY ts, seq)
        FILTER (WHERE role = 'user' AND sentiment IS NOT NULL) AS last_sentiment,
    count(*) FILTER (WHERE message_id IS NULL) AS messages_without_id,
    min(ts) AS first_message_at,
    max(ts) AS last_message_at
FROM messages
GROUP BY bot_id, session_id;

CREATE TABLE replied AS
SELECT
    bot_id, session_id,
    min(m.ts) AS first_reply_at,
    min(m.ts) FILTER (WHERE m.kind = 'answer') AS first_answer_at
FROM messages AS m JOIN told USING (bot_id, session_id)
WHERE m.role = 'bot' AND m.ts >= told.first_user_at
GROUP BY bot_id, session_id;

CREATE TABLE ended AS
SELECT
    bot_id, session_id,
    last(outcome ORDER BY ts, seq)
        FILTER (WHERE event = 'chat.outcome' AND outcome IS NOT NULL) AS outcome,
    last(resolved_at ORDER BY ts, seq)
        FILTER (WHERE event = 'chat.outcome' AND outcome IS NOT NULL) AS resolved_at,
    last(confirmed ORDER BY ts, seq)
        FILTER (WHERE event = 'chat.outcome' AND outcome IS NOT NULL) AS confirmed,
    count(*) FILTER (WHERE event = 'chat.escalation') AS escalations,
    first("trigger" ORDER BY ts, seq) FILTER (WHERE event = 'chat.escalation') AS "trigger",
    max(ts) FILTER (WHERE event = 'chat.escalation') AS last_escalation_at,
    count(*) FILTER (WHERE event = 'chat.session_started') AS starts,
    count(*) FILTER (WHERE event = 'chat.lead_created') AS leads_created,
    count(*) FILTER (WHERE event = 'chat.goal' AND goal IS NOT NULL
        AND goal_status = 'completed') AS goals_completed
FROM events
WHERE session_id IS NOT NULL
GROUP BY bot_id, session_id;

CREATE TABLE told_conversations AS
SELECT
    s.*,
    coalesce(s.user_id, s.visitor_id, s.session_id) AS person,
    coalesce(user_messages, 0) AS user_messages,
    coalesce(bot_messages, 0) AS bot_messages,
    coalesce(fallback_messages, 0) AS fallback_messages,
    first_user_at, first_reply_at, first_answer_at, intent, sentiment, last_sentiment,
    coalesce(user_messages, 0) >= 1 AS engaged,
    coalesce(user_messages, 0) >= 2 AS completed,
    coalesce(user_messages, 0) >= 2 AND first_answer_at IS NOT NULL AS meaningful,
    coalesce(greatest(last_message_at, last_escalation_at), started_at) AS ended_at,
    outcome,
    coalesce(confirmed, FALSE) AS confirmed,
    escalations > 0 OR coalesce(outcome = 'escalated', FALSE) AS escalated,
    "trigger",
    coalesce(outcome = 'resolved_by_bot', FALSE) AND escalations = 0 AS contained,
    coalesce(resolved_at, greatest(last_message_at, last_escalation_at), started_at)
        AS closed_at,
    leads_created > 0 AS lead_created,
    goals_completed > 0 AS goal_completed,
    starts > 0 AND outcome IS NOT NULL AND coalesce(messages_without_id, 0) = 0
        AND coalesce(first_message_at >= started_at, TRUE) AS audited
FROM started('events') AS s
LEFT JOIN told USING (bot_id, session_id)
LEFT JOIN replied USING (bot_id, session_id)
LEFT JOIN ended USING (bot_id, session_id);
