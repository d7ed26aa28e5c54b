-- Contract, section 3, "quality". Every snippet gives bot_id, stamp, segment and what its
-- kind adds up: rate = sum(num) / sum(den), per_1000 of the same, sum, mean, median, p99 of num;
-- persons, repeats and tickets count distinct keys, state is a sum true at as_of. A line "needs"
-- names what must be supplied (a|b: either; !a|b: b where a is there), "settles" the wait.

-- kpi containment_rate rate
-- needs events.outcome
SELECT bot_id, started_at AS stamp, $by AS segment, contained AS num, 1 AS den FROM conversations;

-- kpi containment_rate_engaged rate
-- needs events.outcome
SELECT bot_id, started_at AS stamp, $by AS segment, contained AS num, 1 AS den
FROM conversations WHERE engaged;

-- kpi resolution_rate rate
-- needs events.outcome tickets
-- settles tickets
SELECT bot_id, started_at AS stamp, $by AS segment, contained AND linkable AND NOT ticketed AS num,
    1 AS den
FROM conversations WHERE mature AND NOT (contained AND NOT linkable);

-- kpi deflection_gap rate
-- needs events.outcome tickets
-- settles tickets
SELECT bot_id, started_at AS stamp, $by AS segment, ticketed AS num, 1 AS den
FROM conversations WHERE mature AND NOT (contained AND NOT linkable);

-- kpi first_contact_resolution rate
-- needs events.outcome events.user_id tickets
-- settles tickets
SELECT bot_id, started_at AS stamp, $by AS segment,
    contained AND NOT ticketed AND NOT returned AS num, 1 AS den
FROM conversations WHERE mature AND user_id IS NOT NULL;

-- kpi escalation_rate rate
SELECT bot_id, started_at AS stamp, $by AS segment, escalated AS num, 1 AS den FROM conversations;

-- kpi escalation_rate_frustration rate
-- needs events.trigger
SELECT bot_id, started_at AS stamp, $by AS segment,
    escalated AND coalesce("trigger" = 'frustration', FALSE) AS num, 1 AS den
FROM conversations;

-- kpi escalation_rate_explicit_ask rate
-- needs events.trigger
SELECT bot_id, started_at AS stamp, $by AS segment,
    escalated AND coalesce("trigger" = 'explicit_ask', FALSE) AS num, 1 AS den
FROM conversations;

-- kpi escalation_rate_unanswered rate
-- needs events.trigger
SELECT bot_id, started_at AS stamp, $by AS segment,
    escalated AND coalesce("trigger" = 'unanswered', FALSE) AS num, 1 AS den
FROM conversations;

-- kpi escalation_rate_high_intent rate
-- needs events.trigger
SELECT bot_id, started_at AS stamp, $by AS segment,
    escalated AND coalesce("trigger" = 'high_intent', FALSE) AS num, 1 AS den
FROM conversations;

-- kpi escalation_rate_unknown rate
SELECT bot_id, started_at AS stamp, $by AS segment, escalated AND "trigger" IS NULL AS num, 1 AS den
FROM conversations;

-- kpi escalation_quality rate
-- needs events.succeeded
SELECT bot_id, ts AS stamp, $by AS segment, succeeded AS num, 1 AS den
FROM escalations WHERE succeeded IS NOT NULL;

-- kpi escalation_routing_accuracy rate
-- needs events.intended_team events.assigned_team
SELECT bot_id, ts AS stamp, $by AS segment, intended_team = assigned_team AS num, 1 AS den
FROM escalations WHERE intended_team IS NOT NULL AND assigned_team IS NOT NULL;

-- kpi escalation_outcome_rate rate
-- needs events.ticket_id tickets.closed_at tickets.sla_met
SELECT bot_id, ts AS stamp, $by AS segment,
    closed_at IS NOT NULL AND coalesce(sla_met, FALSE)
        AND coalesce(csat_score >= (SELECT satisfied_from FROM settings), TRUE) AS num, 1 AS den
FROM escalations
WHERE has_ticket AND (closed_at IS NOT NULL OR due_at < as_of());

-- kpi handoff_context_rate rate
-- needs events.context_complete
SELECT bot_id, ts AS stamp, $by AS segment, context_complete AS num, 1 AS den
FROM escalations WHERE context_complete IS NOT NULL;

-- kpi handoff_context_read_s median
-- needs events.context_read_at
SELECT bot_id, ts AS stamp, $by AS segment, seconds(ts, context_read_at) AS num FROM escalations;

-- kpi handoff_first_response_s median
-- needs events.first_agent_response_at
SELECT bot_id, ts AS stamp, $by AS segment, seconds(ts, first_agent_response_at) AS num
FROM escalations;

-- kpi hallucination_rate rate
-- needs reviews
SELECT bot_id, item_at AS stamp, $by AS segment, weight * (NOT passed)::INT AS num, weight AS den
FROM counted_reviews WHERE kind = 'hallucination';

-- kpi intent_accuracy rate
-- needs reviews
SELECT bot_id, item_at AS stamp, $by AS segment, weight * passed::INT AS num, weight AS den
FROM counted_reviews WHERE kind = 'intent';

-- kpi fallback_rate rate
SELECT bot_id, started_at AS stamp, $by AS segment, fallback_messages AS num,
    nullif(bot_messages, 0) AS den
FROM conversations;

-- kpi fallback_conversation_rate rate
SELECT bot_id, started_at AS stamp, $by AS segment, fallback_messages > 0 AS num, 1 AS den
FROM conversations WHERE engaged;

-- kpi unanswered_rate rate
SELECT bot_id, started_at AS stamp, $by AS segment, NOT escalated AND first_reply_at IS NULL AS num,
    1 AS den
FROM conversations WHERE engaged;

-- kpi time_to_first_answer_p50 median
SELECT bot_id, started_at AS stamp, $by AS segment, latency_s AS num
FROM answers WHERE latency_s >= 0;

-- kpi time_to_first_answer_p99 p99
SELECT bot_id, started_at AS stamp, $by AS segment, latency_s AS num
FROM answers WHERE latency_s >= 0;

-- kpi time_to_first_response_s median
SELECT bot_id, started_at AS stamp, $by AS segment, seconds(started_at, first_reply_at) AS num
FROM conversations;

-- kpi time_to_meaningful_response_s median
SELECT bot_id, started_at AS stamp, $by AS segment, seconds(first_user_at, first_answer_at) AS num
FROM conversations;

-- kpi time_to_resolution_s median
-- needs events.outcome
SELECT bot_id, started_at AS stamp, $by AS segment, seconds(first_user_at, closed_at) AS num
FROM conversations WHERE contained;

-- kpi average_handle_time_s mean
-- needs events.outcome
SELECT bot_id, started_at AS stamp, $by AS segment, seconds(started_at, ended_at) AS num
FROM conversations WHERE contained;
