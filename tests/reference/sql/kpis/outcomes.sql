-- Contract, section 3, "outcomes": what is added up from rows. What follows is in derived.sql.
-- Names that begin with _ are no KPIs, but parts of them.

-- kpi sales_cycle_chatbot_days median
-- needs leads deals
SELECT bot_id, closed_at AS stamp, $by AS segment, days AS num
FROM journeys WHERE arm = 'chatbot' AND status = 'won';

-- kpi sales_cycle_form_days median project
-- needs leads deals
SELECT NULL AS bot_id, closed_at AS stamp, $by AS segment, days AS num
FROM journeys WHERE arm = 'form' AND status = 'won';

-- kpi deal_size_mean mean
-- needs leads deals deals.amount
SELECT credit_bot_id AS bot_id, closed_at AS stamp, $by AS segment, amount AS num, omitted
FROM credited_deals WHERE credit = 'sourced' AND stage = 'won';

-- kpi pipeline_open state
-- needs leads deals deals.amount
SELECT credit_bot_id AS bot_id, as_of() AS stamp, $by AS segment, amount AS num, omitted
FROM credited_deals WHERE credit = 'sourced' AND stage = 'open';

-- kpi revenue_sourced sum
-- needs leads deals deals.amount
SELECT credit_bot_id AS bot_id, closed_at AS stamp, $by AS segment, amount AS num, omitted
FROM credited_deals WHERE credit = 'sourced' AND stage = 'won';

-- kpi revenue_orders sum
-- needs orders
SELECT credit_bot_id AS bot_id, ordered_at AS stamp, $by AS segment, amount AS num, omitted
FROM credited_orders WHERE credit = 'direct';

-- kpi revenue_booked sum
-- needs orders|deals !deals|deals.amount
SELECT credit_bot_id AS bot_id, closed_at AS stamp, $by AS segment, amount AS num, omitted
FROM credited_deals WHERE credit = 'sourced' AND stage = 'won'
UNION ALL BY NAME
SELECT credit_bot_id AS bot_id, ordered_at AS stamp, $by AS segment, amount AS num, omitted
FROM credited_orders WHERE credit = 'direct';

-- kpi _assisted sum
-- needs orders|deals !deals|deals.amount
SELECT credit_bot_id AS bot_id, closed_at AS stamp, $by AS segment, amount AS num, omitted
FROM credited_deals WHERE credit = 'assisted' AND stage = 'won'
UNION ALL BY NAME
SELECT credit_bot_id AS bot_id, ordered_at AS stamp, $by AS segment, amount AS num, omitted
FROM credited_orders WHERE credit = 'assisted';

-- kpi _won_sourced sum
-- needs leads deals
SELECT credit_bot_id AS bot_id, closed_at AS stamp, $by AS segment, 1 AS num
FROM credited_deals WHERE credit = 'sourced' AND stage = 'won';

-- kpi order_value_assisted mean
-- needs orders
SELECT credit_bot_id AS bot_id, ordered_at AS stamp, $by AS segment, amount AS num, omitted
FROM credited_orders WHERE credit IS NOT NULL;

-- kpi order_value_unassisted mean project
-- needs orders
SELECT NULL AS bot_id, ordered_at AS stamp, $by AS segment, amount AS num, omitted
FROM credited_orders WHERE credit IS NULL;

-- kpi _contained sum
-- needs events.outcome
SELECT bot_id, started_at AS stamp, $by AS segment, 1 AS num FROM conversations WHERE contained;

-- kpi _resolved sum
-- needs events.outcome tickets
-- settles tickets
SELECT bot_id, started_at AS stamp, $by AS segment, 1 AS num
FROM conversations WHERE mature AND contained AND linkable AND NOT ticketed;
