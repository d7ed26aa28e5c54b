-- Contract, section 2, "journeys": each lead with its session, bot, qualification and deal.
CREATE TABLE lead_events AS
SELECT lead_id, bot_id, session_id, ts, seq
FROM events WHERE event = 'chat.lead_created' AND lead_id IS NOT NULL;

CREATE TABLE first_lead_events AS
FROM lead_events QUALIFY row_number() OVER (PARTITION BY lead_id ORDER BY ts, seq) = 1;

CREATE TABLE lead_sessions AS
SELECT
    l.* EXCLUDE (session_id, bot_id, qualified),
    l.bot_id AS given_bot_id,
    coalesce(l.session_id, e.session_id) AS session_id,
    e.bot_id AS event_bot_id,
    $qualified AS qualified,
    "$next_step" IS NOT NULL AS stepped
FROM kept_leads AS l LEFT JOIN first_lead_events AS e USING (lead_id);

CREATE TABLE leads AS
SELECT
    l.* EXCLUDE (given_bot_id, event_bot_id),
    coalesce(given_bot_id, c.bot_id, event_bot_id) AS bot_id,
    c.page_type, c.utm_source, c.utm_campaign, c.language, c.channel
FROM lead_sessions AS l LEFT JOIN laddered AS c USING (session_id)
-- A session at two bots: the one of the lead's bot, else the earlier.
QUALIFY row_number() OVER (
    PARTITION BY lead_id
    ORDER BY coalesce(c.bot_id = l.given_bot_id, FALSE) DESC, c.started_at, c.bot_id
) = 1;

-- Which conversations are a lead's: they created it, are its session, or are its user's.
CREATE TABLE lead_conversations AS
SELECT DISTINCT lead_id, c.bot_id, c.session_id
FROM leads AS l JOIN laddered AS c
    ON c.session_id = l.session_id
    OR c.user_id = l.user_id
UNION
SELECT lead_id, e.bot_id, e.session_id FROM lead_events AS e SEMI JOIN leads USING (lead_id);

-- Deals of leads that are there, in the project's currency.
CREATE TABLE lead_deals AS
SELECT
    d.* EXCLUDE (amount),
    d.amount * rate AS amount,
    d.amount IS NOT NULL AND rate IS NULL AS omitted
FROM (
    SELECT *, rate_on(currency, local_day(coalesce(closed_at, as_of()))) AS rate
    FROM (SELECT * REPLACE (CASE WHEN stage <> 'open' THEN closed_at END AS closed_at)
          FROM kept_deals)
) AS d
SEMI JOIN leads USING (lead_id);

CREATE TABLE journey_deals AS
FROM lead_deals
QUALIFY row_number() OVER (
    PARTITION BY lead_id
    ORDER BY stage = 'won' DESC,
        CASE WHEN stage = 'won' THEN closed_at END,
        CASE WHEN stage = 'won' THEN deal_id END,
        created_at DESC NULLS LAST, deal_id DESC
) = 1;

CREATE TABLE starts AS
SELECT
    l.lead_id,
    CASE
        WHEN source = 'chatbot' THEN coalesce(min(c.started_at), any_value(created_at))
        WHEN source = 'form' THEN coalesce(any_value(first_form_fill_at), any_value(created_at))
        ELSE any_value(created_at)
    END AS start_at
FROM leads AS l LEFT JOIN laddered AS c
    ON c.bot_id = l.bot_id AND c.started_at <= l.created_at
    AND (c.session_id = l.session_id OR c.user_id = l.user_id)
GROUP BY l.lead_id, source;

CREATE TABLE timed AS
SELECT
    l.*, start_at, deal_id, amount, omitted, d.created_at AS deal_created_at,
    coalesce(stage, 'open') AS status,
    closed_at,
    coalesce(closed_at, as_of()) AS until
FROM leads AS l JOIN starts USING (lead_id) LEFT JOIN journey_deals AS d USING (lead_id);

CREATE TABLE journeys AS
SELECT
    t.*,
    CASE
        WHEN source = 'chatbot' AND coalesce(deal_created_at >= start_at, TRUE) THEN 'chatbot'
        WHEN source = 'form' AND NOT EXISTS (
            FROM lead_conversations AS lc JOIN laddered AS c USING (bot_id, session_id)
            WHERE lc.lead_id = t.lead_id AND c.meaningful AND c.started_at < t.until
        ) THEN 'form'
        ELSE 'mixed'
    END AS arm,
    -- Negative durations are left out of every duration KPI.
    CASE WHEN until >= start_at
        THEN floor((epoch_us(until) - epoch_us(start_at)) / 86400e6) END AS days
FROM timed AS t;
