-- Contract, section 2, "credit": one rule for deals and orders; each is credited at most once.
CREATE TABLE deals AS
SELECT
    d.*, l.source, l.bot_id AS lead_bot_id,
    l.page_type, l.utm_source, l.utm_campaign, l.language, l.channel,
    l.source = 'chatbot' AND coalesce(d.created_at >= start_at, TRUE) AS sourced
FROM lead_deals AS d JOIN leads AS l USING (lead_id) JOIN starts USING (lead_id);

CREATE TABLE assisted_deals AS
SELECT d.deal_id, c.bot_id, c.session_id
FROM deals AS d
JOIN lead_conversations AS lc USING (lead_id)
JOIN laddered AS c ON c.bot_id = lc.bot_id AND c.session_id = lc.session_id
JOIN bots AS b ON b.bot_id = c.bot_id
WHERE NOT d.sourced AND c.meaningful AND c.first_user_at < d.closed_at
    AND c.started_at >= d.closed_at - to_days(b.attribution_days) AND c.started_at < d.closed_at
QUALIFY row_number() OVER (
    PARTITION BY d.deal_id ORDER BY c.started_at DESC, c.bot_id, c.session_id
) = 1;

CREATE TABLE credited_deals AS
SELECT
    d.*,
    CASE WHEN sourced THEN 'sourced' WHEN a.deal_id IS NOT NULL THEN 'assisted' END AS credit,
    CASE WHEN sourced THEN lead_bot_id ELSE a.bot_id END AS credit_bot_id
FROM deals AS d LEFT JOIN assisted_deals AS a USING (deal_id);

-- An order that is the shop's side of a won deal is no order.
CREATE TABLE shop_orders AS
SELECT
    o.* EXCLUDE (amount), o.amount * rate AS amount, rate IS NULL AS omitted
FROM (
    SELECT *, rate_on(currency, local_day(ordered_at)) AS rate
    FROM kept_orders
    WHERE order_id NOT IN (
        SELECT order_id FROM lead_deals WHERE stage = 'won' AND order_id IS NOT NULL
    )
) AS o;

CREATE TABLE orders AS
SELECT
    o.* EXCLUDE (bot_id, user_id, visitor_id),
    o.bot_id AS given_bot_id,
    coalesce(o.bot_id, c.bot_id) AS bot_id,
    coalesce(o.user_id, c.user_id) AS user_id,
    coalesce(o.visitor_id, c.visitor_id) AS visitor_id,
    c.page_type, c.utm_source, c.utm_campaign, c.language, c.channel
FROM shop_orders AS o LEFT JOIN laddered AS c USING (session_id)
QUALIFY row_number() OVER (
    PARTITION BY order_id
    ORDER BY coalesce(c.bot_id = o.bot_id, FALSE) DESC, c.started_at, c.bot_id
) = 1;

CREATE TABLE direct_orders AS
SELECT o.order_id, c.bot_id, c.session_id
FROM orders AS o JOIN laddered AS c USING (session_id)
WHERE c.meaningful AND c.first_user_at < o.ordered_at
QUALIFY row_number() OVER (
    PARTITION BY order_id
    ORDER BY coalesce(c.bot_id = o.given_bot_id, FALSE) DESC, c.started_at, c.bot_id
) = 1;

CREATE TABLE assisted_orders AS
SELECT o.order_id, c.bot_id, c.session_id
FROM (FROM orders ANTI JOIN direct_orders USING (order_id)) AS o
JOIN laddered AS c ON c.user_id = o.user_id OR c.visitor_id = o.visitor_id
WHERE c.meaningful AND c.first_user_at < o.ordered_at
    AND c.started_at >= o.ordered_at - (SELECT to_days(order_days) FROM settings)
    AND c.started_at < o.ordered_at
QUALIFY row_number() OVER (
    PARTITION BY order_id ORDER BY c.started_at DESC, c.bot_id, c.session_id
) = 1;

CREATE TABLE credited_orders AS
SELECT
    o.*,
    CASE WHEN d.order_id IS NOT NULL THEN 'direct' WHEN a.order_id IS NOT NULL THEN 'assisted' END
        AS credit,
    coalesce(d.bot_id, a.bot_id) AS credit_bot_id,
    coalesce(d.session_id, a.session_id) AS credit_session_id
FROM orders AS o LEFT JOIN direct_orders AS d USING (order_id)
LEFT JOIN assisted_orders AS a USING (order_id);

-- The conversations with what they brought: an order, or by session a lead with a won deal.
CREATE TABLE conversations AS
SELECT
    c.*,
    EXISTS (
        FROM credited_orders AS o
        WHERE o.credit_bot_id = c.bot_id AND o.credit_session_id = c.session_id
    ) OR EXISTS (
        FROM leads AS l JOIN lead_deals AS d USING (lead_id)
        WHERE l.session_id = c.session_id AND d.stage = 'won'
    ) AS converted
FROM laddered AS c;
