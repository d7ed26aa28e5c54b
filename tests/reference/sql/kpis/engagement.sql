-- Contract, section 3, "engagement".

-- kpi usage_rate persons
-- needs traffic
SELECT bot_id, started_at AS stamp, $by AS segment, person AS num_key, NULL AS den
FROM conversations WHERE engaged
UNION ALL BY NAME
SELECT bot_id, stamp, $by AS segment, NULL AS num_key, visitors AS den FROM traffic;

-- kpi activation_rate rate
SELECT bot_id, started_at AS stamp, $by AS segment, engaged AS num, 1 AS den FROM conversations;

-- kpi initiation_rate persons
SELECT bot_id, started_at AS stamp, $by AS segment, person AS num_key
FROM conversations WHERE engaged
UNION ALL BY NAME
SELECT bot_id, ts AS stamp, $by AS segment, person AS den_key FROM shown;

-- kpi completion_rate rate
SELECT bot_id, started_at AS stamp, $by AS segment, completed AS num, 1 AS den FROM conversations;

-- kpi messages_per_resolved rate
-- needs events.outcome
SELECT bot_id, started_at AS stamp, $by AS segment, user_messages + bot_messages AS num, 1 AS den
FROM conversations WHERE contained;

-- kpi repeat_user_rate repeats
-- needs events.user_id
SELECT bot_id, started_at AS stamp, $by AS segment, user_id AS num_key
FROM conversations WHERE engaged AND user_id IS NOT NULL;

-- kpi goal_completion_rate rate
-- needs events.goal events.goal_status
SELECT bot_id, started_at AS stamp, $by AS segment, reached AS num, 1 AS den FROM goals;

-- kpi goal_session_rate rate
-- needs events.goal events.goal_status
SELECT bot_id, started_at AS stamp, $by AS segment, goal_completed AS num, 1 AS den
FROM conversations;

-- kpi conversations sum
SELECT bot_id, started_at AS stamp, $by AS segment, 1 AS num FROM conversations;

-- kpi engaged_conversations sum
SELECT bot_id, started_at AS stamp, $by AS segment, 1 AS num FROM conversations WHERE engaged;

-- kpi mature_conversations sum
-- settles tickets
SELECT bot_id, started_at AS stamp, $by AS segment, 1 AS num FROM conversations WHERE mature;

-- kpi outbound_conversations sum
SELECT bot_id, started_at AS stamp, $by AS segment, 1 AS num FROM outbound_conversations;

-- kpi errors sum
SELECT bot_id, ts AS stamp, $by AS segment, 1 AS num FROM errors;

-- kpi rung_escalated sum
SELECT bot_id, started_at AS stamp, $by AS segment, 1 AS num
FROM conversations WHERE rung = 'escalated';

-- kpi rung_unknown sum
SELECT bot_id, started_at AS stamp, $by AS segment, 1 AS num
FROM conversations WHERE rung = 'unknown';

-- kpi rung_abandoned sum
-- needs events.outcome
SELECT bot_id, started_at AS stamp, $by AS segment, 1 AS num
FROM conversations WHERE rung = 'abandoned';

-- kpi rung_ticketed sum
-- needs events.outcome tickets
-- settles tickets
SELECT bot_id, started_at AS stamp, $by AS segment, 1 AS num
FROM conversations WHERE rung = 'ticketed';

-- kpi rung_returned sum
-- needs events.outcome tickets
-- settles tickets
SELECT bot_id, started_at AS stamp, $by AS segment, 1 AS num
FROM conversations WHERE rung = 'returned';

-- kpi rung_pending sum
-- needs events.outcome tickets
-- settles tickets
SELECT bot_id, started_at AS stamp, $by AS segment, 1 AS num
FROM conversations WHERE rung = 'pending';

-- kpi rung_unverifiable sum
-- needs events.outcome tickets
-- settles tickets
SELECT bot_id, started_at AS stamp, $by AS segment, 1 AS num
FROM conversations WHERE rung = 'unverifiable';

-- kpi rung_durable sum
-- needs events.outcome tickets
-- settles tickets
SELECT bot_id, started_at AS stamp, $by AS segment, 1 AS num
FROM conversations WHERE rung = 'durable';

-- kpi tickets_per_1000_visitors per_1000 project
-- needs tickets traffic
SELECT NULL AS bot_id, created_at AS stamp, segment, 1 AS num, NULL AS den
FROM (SELECT DISTINCT ticket_id, created_at, $by AS segment FROM project_tickets)
UNION ALL BY NAME
SELECT NULL AS bot_id, stamp, $by AS segment, NULL AS num, visitors AS den FROM traffic;
