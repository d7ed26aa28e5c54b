-- Contract, section 3: what is computed from other figures. "of" names them.

-- kpi total_cost costs
-- needs costs

-- kpi operating_cost costs
-- needs costs

-- kpi revenue_assisted priced
-- of _assisted
assist_weight;

-- kpi revenue_expected priced
-- of leads_captured
-- settles close
lead_value;

-- kpi deflection_cost_saved priced
-- of _contained
human_chat_cost;

-- kpi tickets_deflected priced
-- of rung_durable
contact_share;

-- kpi durable_cost_saved priced
-- of rung_durable
contact_share * human_chat_cost;

-- kpi _ticket_cost_saved priced
-- of rung_durable
contact_share * human_ticket_cost;

-- kpi agent_hours_saved priced
-- of _contained
human_minutes / 60;

-- kpi agent_fte_saved priced
-- of _contained
human_minutes / 60 / (fte_hours * days / 30.4375);

-- kpi sales_cycle_reduction_days derived
-- of sales_cycle_chatbot_days sales_cycle_form_days
sales_cycle_form_days - sales_cycle_chatbot_days;

-- kpi sales_cycle_reduction_pct derived
-- of sales_cycle_chatbot_days sales_cycle_form_days
(sales_cycle_form_days - sales_cycle_chatbot_days) / nullif(sales_cycle_form_days, 0);

-- kpi revenue_influenced derived
-- of revenue_booked revenue_assisted
revenue_booked + revenue_assisted;

-- kpi revenue_per_conversation ratio
-- of revenue_booked engaged_conversations

-- kpi order_value_lift derived
-- of order_value_assisted order_value_unassisted
order_value_assisted - order_value_unassisted;

-- kpi cost_per_lead ratio
-- of total_cost leads_captured

-- kpi cost_per_qualified_lead ratio
-- of total_cost qualified_leads

-- kpi cost_per_won_deal ratio
-- of total_cost _won_sourced

-- kpi cost_per_resolution ratio
-- of total_cost _resolved

-- kpi net_cost_savings derived
-- of _ticket_cost_saved operating_cost
_ticket_cost_saved - operating_cost;

-- kpi net_incremental_revenue:booked derived
-- of revenue_booked total_cost
revenue_booked - total_cost;

-- kpi net_incremental_revenue:influenced derived
-- of revenue_influenced total_cost
revenue_influenced - total_cost;

-- kpi net_incremental_revenue:expected derived
-- of revenue_expected total_cost
revenue_expected - total_cost;

-- kpi payback_multiple ratio
-- of revenue_booked total_cost

-- kpi _margin priced
-- of revenue_booked
gross_margin;

-- kpi net_value legs
-- of _margin total_cost
-- settles tickets
durable + gained - total_cost;

-- kpi roi legs
-- of revenue_influenced total_cost
-- settles tickets
(durable + gained - total_cost) / nullif(total_cost, 0);
