-- What a bot's leads are worth by observation, and which bots have no revenue to speak of.
CREATE TABLE won_leads AS SELECT DISTINCT lead_id FROM lead_deals WHERE stage = 'won';

CREATE TABLE seasoned AS
SELECT lead_id, bot_id, lead_id IN (FROM won_leads) AS won
FROM leads, settings
WHERE source = 'chatbot' AND created_at + to_days(close_days) <= as_of();

CREATE TABLE observed AS
SELECT bot_id, rate, d.value, coalesce(d.omitted, FALSE) AS omitted
FROM (
    SELECT bot_id, avg(won::INT) AS rate FROM seasoned
    GROUP BY bot_id HAVING count(*) FILTER (WHERE won) >= 10
)
LEFT JOIN (
    SELECT s.bot_id, avg(d.amount) AS value, bool_or(d.omitted) AS omitted
    FROM seasoned AS s JOIN credited_deals AS d USING (lead_id)
    WHERE d.credit = 'sourced' AND d.stage = 'won'
    GROUP BY s.bot_id
) AS d USING (bot_id);

-- What is assumed about a bot, and what its leads were seen to bring.
CREATE TABLE prices AS
SELECT
    b.*,
    CASE WHEN o.bot_id IS NULL THEN b.close_rate * b.deal_value
        ELSE o.rate * coalesce(o.value, b.deal_value) END AS lead_value,
    coalesce(o.omitted, FALSE) AS lead_value_omitted
FROM bots AS b LEFT JOIN observed AS o USING (bot_id);

CREATE TABLE idle_bots AS
SELECT bot_id FROM bots
WHERE type IN ('support', 'internal')
    AND bot_id NOT IN (SELECT bot_id FROM events WHERE event = 'chat.lead_created')
    AND NOT EXISTS (FROM leads WHERE source = 'chatbot' AND leads.bot_id = bots.bot_id)
    AND NOT EXISTS (FROM credited_deals WHERE credit_bot_id = bots.bot_id)
    AND NOT EXISTS (FROM credited_orders WHERE credit_bot_id = bots.bot_id);

CREATE TABLE idle_scopes AS
SELECT bot_id AS scope FROM idle_bots
UNION ALL
SELECT '*' WHERE (SELECT count(*) FROM idle_bots) = (SELECT count(*) FROM bots);
