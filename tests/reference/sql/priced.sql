-- A count of each bot times what the bot's own assumptions say; in the portfolio their sum.
-- A bot with a count and without a price makes the sum unavailable: never a part of it.
INSERT INTO figures BY NAME
WITH valued AS (
    SELECT p.period, p.scope, g.segment, b.bot_id, b.lead_value_omitted, coalesce(a.amount, 0)
        AS amount, $price AS price
    FROM periods AS p CROSS JOIN segments AS g CROSS JOIN prices AS b
    LEFT JOIN parts AS a
        ON a.kpi = '$base' AND a.period = p.period AND a.scope = p.scope AND a.bot_id = b.bot_id
        AND a.segment IS NOT DISTINCT FROM g.segment
    WHERE p.scope = '*' OR p.scope = b.bot_id
), unassigned AS (
    -- Deals of no bot count in the portfolio; no assumption speaks of them.
    SELECT period, scope, segment, amount FROM parts
    WHERE kpi = 'revenue_booked' AND '$kpi' = '_margin' AND bot_id IS NULL
), summed AS (
    SELECT period, scope, segment,
        coalesce(sum(amount * price), 0) AS value,
        bool_or(price IS NULL AND (amount <> 0 OR scope <> '*')) OR count(price) = 0 AS unpriced,
        bool_or('$kpi' = 'revenue_expected' AND lead_value_omitted
            AND (amount <> 0 OR scope <> '*')) AS omitted
    FROM valued GROUP BY ALL
)
SELECT
    '$kpi' AS kpi, s.period, s.scope, s.segment,
    s.value + coalesce(u.amount, 0) AS value,
    f.n, f.missing OR s.unpriced AS missing, f.provisional OR s.omitted AS provisional
FROM summed AS s
JOIN figures AS f
    ON f.kpi = '$base' AND f.period = s.period AND f.scope = s.scope
    AND f.segment IS NOT DISTINCT FROM s.segment
LEFT JOIN unassigned AS u
    ON u.period = s.period AND u.scope = s.scope AND u.segment IS NOT DISTINCT FROM s.segment;
