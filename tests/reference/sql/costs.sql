-- Contract, section 1: costs by day, in the project's currency, allocated to bots for each period.
CREATE TABLE cost_days AS
SELECT
    bot_id, category, row_id, CAST(unnest(days) AS DATE) AS day,
    amount * rate / len(days) AS amount, rate IS NULL AS omitted
FROM (
    SELECT *, rate_on(currency, date) AS rate,
        generate_series(date, coalesce(end_date, date), INTERVAL 1 DAY) AS days
    FROM kept_costs
);
DELETE FROM cost_days WHERE day > as_of_day();

-- A bot's own costs before its launch count as on the day of the launch; shared ones do not. Before
-- that day has come there are none.
CREATE TABLE own_costs AS
SELECT p.period, p.scope, d.*
FROM cost_days AS d JOIN periods AS p
    ON d.day <= p.last_day AND (d.day >= p.first_day OR p.launch AND p.first_day <= p.last_day)
    AND (d.bot_id = p.scope OR p.scope = '*')
WHERE d.bot_id <> '*';

CREATE TABLE volumes AS
SELECT p.period, p.scope, b.bot_id, count(c.session_id) AS conversations
FROM periods AS p CROSS JOIN bots AS b
LEFT JOIN conversations AS c
    ON c.bot_id = b.bot_id AND c.started_at >= p.starts AND c.started_at < p.ends
GROUP BY p.period, p.scope, b.bot_id;

CREATE TABLE shares AS
SELECT
    v.period, v.scope, v.bot_id,
    CASE
        WHEN (SELECT count(cost_share) > 0 FROM bots) THEN coalesce(b.cost_share, 0)
        WHEN sum(conversations) OVER place > 0
            THEN conversations / sum(conversations) OVER place
        ELSE 1 / count(*) OVER place
    END AS share
FROM volumes AS v JOIN bots AS b USING (bot_id)
WINDOW place AS (PARTITION BY v.period, v.scope);

CREATE TABLE shared_costs AS
SELECT p.period, p.scope, d.* REPLACE (d.amount * coalesce(s.share, 1) AS amount)
FROM cost_days AS d JOIN periods AS p ON d.day BETWEEN p.first_day AND p.last_day
LEFT JOIN shares AS s ON s.period = p.period AND s.scope = p.scope AND s.bot_id = p.scope
WHERE d.bot_id = '*';

CREATE TABLE scope_costs AS FROM own_costs UNION ALL FROM shared_costs;

-- In the portfolio: a bot that talks and whose costs nobody booked.
CREATE TABLE unbooked AS
SELECT v.period, v.scope, count(*) > 0 AS unbooked
FROM volumes AS v
WHERE v.scope = '*' AND v.conversations > 0
    AND NOT EXISTS (
        FROM own_costs AS o
        WHERE o.period = v.period AND o.scope = '*' AND o.bot_id = v.bot_id
    )
    AND NOT EXISTS (FROM shared_costs AS o WHERE o.period = v.period AND o.scope = '*')
GROUP BY v.period, v.scope;
