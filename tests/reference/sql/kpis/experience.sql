-- Contract, section 3, "experience" and "governance".

-- kpi csat rate
-- needs events.csat_score|events.thumbs_up
SELECT bot_id, ts AS stamp, $by AS segment, satisfied AS num, 1 AS den FROM ratings;

-- kpi csat_mean mean
-- needs events.csat_score
SELECT bot_id, ts AS stamp, $by AS segment, csat_score AS num FROM csat_scores;

-- kpi ces_mean mean
-- needs events.ces_score
SELECT bot_id, ts AS stamp, $by AS segment, ces_score AS num FROM ces_scores;

-- kpi csat_response_rate rate
-- needs events.csat_score|events.thumbs_up
SELECT bot_id, started_at AS stamp, $by AS segment,
    (bot_id, session_id) IN (SELECT (bot_id, session_id) FROM ratings) AS num, 1 AS den
FROM conversations WHERE engaged;

-- kpi csat_tickets tickets
-- needs tickets.csat_score tickets.closed_at
SELECT DISTINCT bot_id, closed_at AS stamp, $by AS segment, ticket_id AS num_key,
    csat_score >= (SELECT satisfied_from FROM settings) AS num
FROM ticket_conversations WHERE csat_score IS NOT NULL;

-- kpi nps rate
-- needs events.nps_score
SELECT bot_id, ts AS stamp, $by AS segment,
    CASE WHEN nps_score >= 9 THEN 100 WHEN nps_score <= 6 THEN -100 ELSE 0 END AS num, 1 AS den
FROM nps_scores;

-- kpi sentiment_mean mean
-- needs events.sentiment
SELECT bot_id, started_at AS stamp, $by AS segment, sentiment AS num FROM conversations;

-- kpi negative_sentiment_rate rate
-- needs events.sentiment
SELECT bot_id, started_at AS stamp, $by AS segment, sentiment < -0.25 AS num, 1 AS den
FROM conversations WHERE sentiment IS NOT NULL;

-- kpi resolved_negative_rate rate
-- needs events.sentiment events.outcome
SELECT bot_id, started_at AS stamp, $by AS segment, last_sentiment < -0.25 AS num, 1 AS den
FROM conversations WHERE contained AND sentiment IS NOT NULL;

-- kpi privacy_compliance_rate rate
-- needs reviews
SELECT bot_id, item_at AS stamp, $by AS segment, weight * passed::INT AS num, weight AS den
FROM counted_reviews WHERE kind IN ('consent', 'masking', 'deletion');

-- kpi content_adherence_rate rate
-- needs reviews
SELECT bot_id, item_at AS stamp, $by AS segment, weight * passed::INT AS num, weight AS den
FROM counted_reviews WHERE kind = 'adherence';

-- kpi pii_redaction_rate rate
-- needs reviews
SELECT bot_id, item_at AS stamp, $by AS segment, weight * passed::INT AS num, weight AS den
FROM counted_reviews WHERE kind = 'redaction';

-- kpi audit_completeness rate
-- needs events.outcome events.message_id
SELECT bot_id, started_at AS stamp, $by AS segment, audited AS num, 1 AS den FROM conversations;

-- kpi inputs_blocked sum
SELECT bot_id, ts AS stamp, $by AS segment, 1 AS num FROM blocks;

-- kpi inputs_blocked_per_1000 per_1000
SELECT bot_id, ts AS stamp, $by AS segment, 1 AS num, NULL AS den FROM blocks
UNION ALL BY NAME
SELECT bot_id, ts AS stamp, $by AS segment, NULL AS num, 1 AS den FROM user_messages;
