-- Value in two legs, what was saved and what was gained, less the costs. A leg without inputs
-- counts as nothing; with neither, or with one that only some bots can price, there is no figure.
INSERT INTO figures BY NAME
WITH saved AS (
    SELECT p.period, p.scope, g.segment,
        coalesce(sum(a.amount * b.contact_share * b.human_chat_cost), 0) AS durable,
        any_value(f.missing) OR count(b.human_chat_cost) = 0
            OR coalesce(bool_and(b.human_chat_cost IS NULL) FILTER (WHERE a.amount <> 0), FALSE)
            AS no_durable,
        coalesce(bool_or(b.human_chat_cost IS NULL) FILTER (WHERE a.amount <> 0), FALSE)
            AND coalesce(bool_or(b.human_chat_cost IS NOT NULL) FILTER (WHERE a.amount <> 0), FALSE)
            AND NOT any_value(f.missing) AS partly,
        any_value(f.provisional) AS provisional
    FROM periods AS p CROSS JOIN segments AS g CROSS JOIN prices AS b
    JOIN figures AS f
        ON f.kpi = 'rung_durable' AND f.period = p.period AND f.scope = p.scope
        AND f.segment IS NOT DISTINCT FROM g.segment
    LEFT JOIN parts AS a
        ON a.kpi = 'rung_durable' AND a.period = p.period AND a.scope = p.scope
        AND a.bot_id = b.bot_id AND a.segment IS NOT DISTINCT FROM g.segment
    WHERE p.scope = '*' OR p.scope = b.bot_id
    GROUP BY p.period, p.scope, g.segment
), legs AS (
    SELECT
        s.period, s.scope, s.segment,
        CASE WHEN s.no_durable THEN 0 ELSE s.durable END AS durable,
        CASE WHEN no_gain THEN 0 ELSE gained END AS gained,
        total_cost,
        no_cost OR partly OR (no_durable AND no_gain) AS missing,
        cost_provisional OR (NOT no_gain AND gain_provisional) AS provisional
    FROM saved AS s
    JOIN (
        SELECT period, scope, segment, value AS gained, provisional AS gain_provisional,
            missing OR scope IN (SELECT scope FROM idle_scopes) AS no_gain
        FROM figures WHERE kpi = '$base'
    ) AS g ON g.period = s.period AND g.scope = s.scope AND g.segment IS NOT DISTINCT FROM s.segment
    JOIN (
        SELECT period, scope, segment, value AS total_cost, provisional AS cost_provisional,
            missing AS no_cost
        FROM figures WHERE kpi = 'total_cost'
    ) AS c ON c.period = s.period AND c.scope = s.scope AND c.segment IS NOT DISTINCT FROM s.segment
)
SELECT '$kpi' AS kpi, period, scope, segment, $formula AS value, missing, provisional FROM legs;
