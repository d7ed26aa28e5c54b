-- Contract, section 3, "leads": of source chatbot, but for the form leads they are held against.

-- kpi lead_capture_rate rate
SELECT bot_id, started_at AS stamp, $by AS segment, lead_created AS num, 1 AS den
FROM conversations;

-- kpi leads_captured sum
-- needs leads
SELECT bot_id, created_at AS stamp, $by AS segment, 1 AS num FROM leads WHERE source = 'chatbot';

-- kpi qualified_leads sum
-- needs leads $qualifying
SELECT bot_id, created_at AS stamp, $by AS segment, 1 AS num
FROM leads WHERE source = 'chatbot' AND qualified;

-- kpi qualified_lead_rate rate
-- needs leads $qualifying
SELECT bot_id, created_at AS stamp, $by AS segment, qualified AS num, 1 AS den
FROM leads WHERE source = 'chatbot';

-- kpi icp_fit_rate rate
-- needs leads.icp_fit
SELECT bot_id, created_at AS stamp, $by AS segment, icp_fit AS num, 1 AS den
FROM leads WHERE source = 'chatbot' AND icp_fit IS NOT NULL;

-- kpi lead_validity_rate rate
-- needs leads.contact_valid leads.lead_score
SELECT bot_id, created_at AS stamp, $by AS segment,
    coalesce(contact_valid AND lead_score > 0, FALSE) AS num, 1 AS den
FROM leads WHERE source = 'chatbot';

-- kpi contact_bounce_rate rate
-- needs leads.contact_bounced
SELECT bot_id, created_at AS stamp, $by AS segment, contact_bounced AS num, 1 AS den
FROM leads WHERE source = 'chatbot' AND contact_bounced IS NOT NULL;

-- kpi lead_score_mean mean
-- needs leads.lead_score
SELECT bot_id, created_at AS stamp, $by AS segment, lead_score AS num
FROM leads WHERE source = 'chatbot';

-- kpi lead_to_mql_rate rate
-- needs leads.mql_at
-- settles stage
SELECT bot_id, created_at AS stamp, $by AS segment, mql_at IS NOT NULL AS num, 1 AS den
FROM leads WHERE source = 'chatbot';

-- kpi mql_to_sql_rate rate
-- needs leads.mql_at leads.sql_at
-- settles stage
SELECT bot_id, created_at AS stamp, $by AS segment, sql_at IS NOT NULL AS num, 1 AS den
FROM leads WHERE source = 'chatbot' AND mql_at IS NOT NULL;

-- kpi sql_to_opportunity_rate rate
-- needs leads.sql_at leads.opportunity_at
-- settles stage
SELECT bot_id, created_at AS stamp, $by AS segment, opportunity_at IS NOT NULL AS num, 1 AS den
FROM leads WHERE source = 'chatbot' AND sql_at IS NOT NULL;

-- kpi opportunity_to_won_rate rate
-- needs leads.opportunity_at deals
-- settles close
SELECT bot_id, created_at AS stamp, $by AS segment, lead_id IN (FROM won_leads) AS num, 1 AS den
FROM leads WHERE source = 'chatbot' AND opportunity_at IS NOT NULL;

-- kpi lead_to_meeting_rate rate
-- needs leads.$next_step
-- settles stage
SELECT bot_id, created_at AS stamp, $by AS segment, stepped AS num, 1 AS den
FROM leads WHERE source = 'chatbot';

-- kpi lead_to_opportunity_rate rate
-- needs leads leads.opportunity_at|deals
-- settles stage
SELECT bot_id, created_at AS stamp, $by AS segment,
    opportunity_at IS NOT NULL OR lead_id IN (SELECT lead_id FROM lead_deals) AS num, 1 AS den
FROM leads WHERE source = 'chatbot';

-- kpi lead_to_opportunity_days median
-- needs leads.opportunity_at
-- settles stage
SELECT bot_id, created_at AS stamp, $by AS segment,
    floor(seconds(created_at, opportunity_at) / 86400) AS num
FROM leads WHERE source = 'chatbot';

-- kpi close_rate rate
-- needs leads deals
-- settles close
SELECT bot_id, created_at AS stamp, $by AS segment, lead_id IN (FROM won_leads) AS num, 1 AS den
FROM leads WHERE source = 'chatbot';

-- kpi form_lead_to_meeting_rate rate project
-- needs leads.$next_step
-- settles stage
SELECT NULL AS bot_id, created_at AS stamp, $by AS segment, stepped AS num, 1 AS den
FROM leads WHERE source = 'form';

-- kpi form_close_rate rate project
-- needs leads deals
-- settles close
SELECT NULL AS bot_id, created_at AS stamp, $by AS segment, lead_id IN (FROM won_leads) AS num,
    1 AS den
FROM leads WHERE source = 'form';

-- kpi conversion_rate rate
-- needs orders|deals
-- settles attribution
SELECT bot_id, started_at AS stamp, $by AS segment, converted AS num, 1 AS den
FROM conversations WHERE engaged;
