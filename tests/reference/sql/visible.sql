-- Contract, section 0: which rows count. In this order: as_of, duplicates, test sessions, outbound
-- sessions in which nobody answered, erased users.
CREATE MACRO as_of() AS (SELECT as_of FROM settings);
CREATE MACRO zone() AS (SELECT timezone FROM settings);
CREATE MACRO local_day(t) AS CAST(timezone(zone(), timezone('UTC', t)) AS DATE);
CREATE MACRO day_start(d) AS timezone('UTC', timezone(zone(), CAST(d AS TIMESTAMP)));
CREATE MACRO as_of_day() AS local_day(as_of());
-- A later timestamp in a visible row reads as null.
CREATE MACRO known(t) AS CASE WHEN t <= as_of() THEN t END;

CREATE TABLE seen_events AS
SELECT * REPLACE (
    coalesce(page_type, (
        SELECT first(p.type ORDER BY p.place) FROM page_types AS p
        WHERE regexp_matches(page_url, p.pattern)
    )) AS page_type,
    known(resolved_at) AS resolved_at,
    known(first_token_at) AS first_token_at,
    known(context_read_at) AS context_read_at,
    known(first_agent_response_at) AS first_agent_response_at
)
FROM given.events
WHERE ts <= as_of()
QUALIFY event_id IS NULL
    OR row_number() OVER (PARTITION BY bot_id, session_id, event_id ORDER BY ts, seq) = 1;

CREATE TABLE test_sessions AS
SELECT DISTINCT bot_id, session_id FROM seen_events WHERE is_test AND session_id IS NOT NULL;

-- Erasures hold whatever the as_of.
CREATE TABLE erased AS SELECT DISTINCT user_id FROM given.erasures;

CREATE TABLE erased_sessions AS
SELECT DISTINCT bot_id, session_id FROM seen_events SEMI JOIN erased USING (user_id)
WHERE session_id IS NOT NULL;

CREATE TABLE dropped_sessions AS FROM test_sessions UNION FROM erased_sessions;

CREATE TABLE silent_outbound AS
SELECT bot_id, session_id
FROM seen_events ANTI JOIN test_sessions USING (bot_id, session_id)
WHERE session_id IS NOT NULL AND event <> 'chat.widget_shown'
GROUP BY bot_id, session_id
HAVING first(direction ORDER BY ts, seq) FILTER (WHERE direction IS NOT NULL) = 'outbound'
    AND count(*) FILTER (WHERE event = 'chat.message.user') = 0;

CREATE TABLE events_with_outbound AS
SELECT *
FROM seen_events ANTI JOIN dropped_sessions USING (bot_id, session_id)
-- A row without a session is dropped singly.
WHERE session_id IS NOT NULL
    OR (is_test IS NOT TRUE AND (user_id IS NULL OR user_id NOT IN (FROM erased)));

CREATE TABLE events AS
FROM events_with_outbound ANTI JOIN silent_outbound USING (bot_id, session_id);

CREATE TABLE dropped_session_ids AS SELECT DISTINCT session_id FROM dropped_sessions;

CREATE TABLE dropped_lead_ids AS
SELECT DISTINCT lead_id
FROM seen_events SEMI JOIN dropped_sessions USING (bot_id, session_id)
WHERE event = 'chat.lead_created' AND lead_id IS NOT NULL;

CREATE TABLE tickets AS
SELECT * REPLACE (known(closed_at) AS closed_at, known(due_at) AS due_at)
FROM (
    FROM given.tickets WHERE created_at <= as_of()
    QUALIFY row_number() OVER (PARTITION BY ticket_id ORDER BY created_at, seq) = 1
)
ANTI JOIN dropped_session_ids USING (session_id) ANTI JOIN erased USING (user_id);

CREATE TABLE kept_leads AS
SELECT * REPLACE (
    known(first_form_fill_at) AS first_form_fill_at,
    known(mql_at) AS mql_at,
    known(sql_at) AS sql_at,
    known(meeting_booked_at) AS meeting_booked_at,
    known(opportunity_at) AS opportunity_at
)
FROM (
    FROM given.leads WHERE created_at <= as_of()
    QUALIFY row_number() OVER (PARTITION BY lead_id ORDER BY created_at, seq) = 1
)
ANTI JOIN dropped_session_ids USING (session_id)
ANTI JOIN dropped_lead_ids USING (lead_id)
ANTI JOIN erased USING (user_id);

-- A deal without a created_at is visible; one closed after as_of is still open.
CREATE TABLE kept_deals AS
SELECT * REPLACE (
    CASE WHEN closed_at > as_of() THEN 'open' ELSE stage END AS stage,
    known(closed_at) AS closed_at
)
FROM (
    FROM given.deals WHERE created_at IS NULL OR created_at <= as_of()
    QUALIFY row_number() OVER (PARTITION BY deal_id ORDER BY created_at NULLS FIRST, seq) = 1
);

CREATE TABLE kept_orders AS
FROM (
    FROM given.orders WHERE ordered_at <= as_of()
    QUALIFY row_number() OVER (PARTITION BY order_id ORDER BY ordered_at, seq) = 1
)
ANTI JOIN dropped_session_ids USING (session_id) ANTI JOIN erased USING (user_id);

-- A review names its bot, so it names one conversation and not that of another bot.
CREATE TABLE reviews AS
SELECT * REPLACE (coalesce(weight, 1) AS weight)
FROM (
    FROM given.reviews WHERE item_at <= as_of() AND coalesce(reviewed_at <= as_of(), TRUE)
    QUALIFY row_number() OVER (PARTITION BY review_id ORDER BY item_at, seq) = 1
)
ANTI JOIN dropped_sessions USING (bot_id, session_id);

CREATE TABLE traffic AS
SELECT *, day_start(date) AS stamp FROM given.traffic WHERE date <= as_of_day();
CREATE TABLE kept_costs AS FROM given.costs WHERE date <= as_of_day();
CREATE TABLE fx AS FROM given.fx WHERE date <= as_of_day();
