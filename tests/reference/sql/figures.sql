-- Every KPI that is added up from rows: contributions filed under periods, bots and segments.
CREATE TABLE scoped AS
SELECT p.period, p.scope, c.*
-- What is true at as_of is so in every period.
FROM contributions AS c JOIN periods AS p
    ON (c.stamp >= p.starts AND c.stamp < p.ends) OR c.kind = 'state'
WHERE p.scope = '*' OR c.project OR c.bot_id = p.scope;

-- How often each user of a bot, or of the portfolio, came in a period.
CREATE TABLE visits AS
SELECT kpi, period, scope, segment, num_key, count(*) AS visits
FROM scoped WHERE kind = 'repeats' GROUP BY ALL;

CREATE TABLE added AS
SELECT
    kpi, period, scope, segment,
    sum(num) AS total, sum(den) AS base, count(num) AS nums, count(den) AS dens,
    count(*) AS hits,
    avg(num) AS mean, quantile_cont(num, 0.5) AS median, quantile_cont(num, 0.99) AS p99,
    count(DISTINCT num_key) AS num_keys, count(DISTINCT den_key) AS den_keys,
    count(DISTINCT num_key) FILTER (WHERE num > 0) AS good_keys,
    coalesce(bool_or(omitted), FALSE) AS omitted
FROM scoped GROUP BY ALL;

INSERT INTO figures BY NAME
SELECT
    k.kpi, p.period, p.scope, g.segment,
    CASE k.kind
        WHEN 'rate' THEN coalesce(total, 0) / nullif(base, 0)
        WHEN 'per_1000' THEN 1000 * coalesce(total, 0) / nullif(base, 0)
        WHEN 'sum' THEN coalesce(total, 0)
        WHEN 'state' THEN coalesce(total, 0)
        WHEN 'mean' THEN mean
        WHEN 'median' THEN median
        WHEN 'p99' THEN p99
        WHEN 'persons' THEN num_keys / nullif(coalesce(base, den_keys), 0)
        WHEN 'tickets' THEN good_keys / nullif(num_keys, 0)
        WHEN 'repeats' THEN v.again / nullif(v.users, 0)
    END AS value,
    CASE k.kind
        WHEN 'rate' THEN coalesce(total, 0)
        WHEN 'per_1000' THEN coalesce(total, 0)
        WHEN 'sum' THEN coalesce(total, 0)
        WHEN 'state' THEN coalesce(total, 0)
        WHEN 'mean' THEN coalesce(total, 0)
        WHEN 'persons' THEN coalesce(num_keys, 0)
        WHEN 'tickets' THEN coalesce(good_keys, 0)
        WHEN 'repeats' THEN coalesce(v.again, 0)
    END AS numerator,
    CASE k.kind
        WHEN 'rate' THEN coalesce(base, 0)
        WHEN 'per_1000' THEN coalesce(base, 0)
        WHEN 'mean' THEN coalesce(nums, 0)
        WHEN 'persons' THEN coalesce(base, den_keys, 0)
        WHEN 'tickets' THEN coalesce(num_keys, 0)
        WHEN 'repeats' THEN coalesce(v.users, 0)
    END AS denominator,
    CASE k.kind
        WHEN 'rate' THEN coalesce(dens, 0)
        WHEN 'per_1000' THEN coalesce(dens, 0)
        WHEN 'sum' THEN coalesce(hits, 0)
        WHEN 'state' THEN coalesce(hits, 0)
        WHEN 'persons' THEN coalesce(nullif(dens, 0), den_keys, 0)
        WHEN 'tickets' THEN coalesce(num_keys, 0)
        WHEN 'repeats' THEN coalesce(v.users, 0)
        ELSE coalesce(nums, 0)
    END AS n,
    k.missing,
    coalesce(a.omitted, FALSE) AS provisional
FROM kpis AS k CROSS JOIN periods AS p CROSS JOIN segments AS g
LEFT JOIN added AS a
    ON a.kpi = k.kpi AND a.period = p.period AND a.scope = p.scope
    AND a.segment IS NOT DISTINCT FROM g.segment
LEFT JOIN (
    SELECT kpi, period, scope, segment, count(*) AS users,
        count(*) FILTER (WHERE visits > 1) AS again
    FROM visits GROUP BY ALL
) AS v
    ON v.kpi = k.kpi AND v.period = p.period AND v.scope = p.scope
    AND v.segment IS NOT DISTINCT FROM g.segment
WHERE k.kind NOT IN ('costs', 'priced', 'derived', 'ratio', 'legs');

-- Costs are known where a cost touches the period.
INSERT INTO figures BY NAME
SELECT
    k.kpi, p.period, p.scope, g.segment,
    coalesce(sum(c.amount) FILTER (WHERE k.kpi = 'total_cost'
        OR c.category NOT IN ('integration', 'development')), 0) AS value,
    count(c.row_id) AS n,
    k.missing OR NOT EXISTS (
        FROM scope_costs AS a WHERE a.period = p.period AND a.scope = p.scope
    ) AS missing,
    coalesce(bool_or(c.omitted) FILTER (WHERE k.kpi = 'total_cost'
        OR c.category NOT IN ('integration', 'development')), FALSE)
        OR coalesce(any_value(u.unbooked), FALSE) AS provisional
FROM kpis AS k CROSS JOIN periods AS p CROSS JOIN segments AS g
LEFT JOIN scope_costs AS c
    ON c.period = p.period AND c.scope = p.scope
    AND (g.segment IS NULL OR c.category = g.segment)
LEFT JOIN unbooked AS u ON u.period = p.period AND u.scope = p.scope
WHERE k.kind = 'costs'
GROUP BY k.kpi, k.missing, p.period, p.scope, g.segment;

-- The counts of each bot inside a period, to be priced with the bot's own assumptions.
CREATE TABLE parts AS
SELECT kpi, period, scope, segment, bot_id, sum(num) AS amount
FROM scoped WHERE kind = 'sum' GROUP BY ALL HAVING sum(num) <> 0;
