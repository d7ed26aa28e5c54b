-- Bots of the configuration and of visible events, with what is assumed about each.
CREATE TABLE priced_bots AS
SELECT
    bot_id, b.type, b.cost_share,
    coalesce(b.attribution_days, if(b.type = 'shop', 14, 90)) AS attribution_days
FROM (SELECT bot_id FROM config_bots UNION SELECT bot_id FROM seen_events)
LEFT JOIN config_bots AS b USING (bot_id);

CREATE MACRO assumed(bot, what) AS (
    SELECT max(value) FROM assumptions AS a WHERE a.bot_id = bot AND a.name = what
);

CREATE TABLE bots AS
SELECT
    bot_id, type, attribution_days, cost_share,
    coalesce(
        assumed(bot_id, 'human_chat_cost'),
        assumed(bot_id, 'agent_hourly_cost') / assumed(bot_id, 'chats_per_hour')
    ) AS human_chat_cost,
    assumed(bot_id, 'human_ticket_cost') AS human_ticket_cost,
    assumed(bot_id, 'human_minutes') AS human_minutes,
    coalesce(assumed(bot_id, 'contact_share'), 1) AS contact_share,
    coalesce(assumed(bot_id, 'assist_weight'), 0.2) AS assist_weight,
    assumed(bot_id, 'close_rate') AS close_rate,
    assumed(bot_id, 'deal_value') AS deal_value,
    coalesce(assumed(bot_id, 'gross_margin'), 1) AS gross_margin,
    coalesce(assumed(bot_id, 'fte_hours'), 160) AS fte_hours
FROM priced_bots;

-- The newest visible rate on or before a day; the project's own currency is worth one.
CREATE MACRO rate_on(code, day) AS (
    CASE WHEN coalesce(code = (SELECT currency FROM settings), TRUE) THEN 1.0
    ELSE (
        SELECT last(rate ORDER BY date, seq) FROM fx
        WHERE fx.currency = code AND fx.date <= day
    ) END
);
