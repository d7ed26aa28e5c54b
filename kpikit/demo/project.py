"""The demo's kpikit.yml: where its data are, how they are to be read, what is assumed."""

from __future__ import annotations

from kpikit.demo import company, costs, words

_DATA = """\
data:
  # The bots' platform writes one file of events a month.
  events:
    files: data/events/events-*.ndjson.gz

  # The help desk exports local time and its own column names.
  tickets:
    files: data/tickets.csv
    delimiter: ";"
    rename:
      Ticket: ticket_id
      Customer no.: user_id
      Opened: created_at
      Due: due_at
      Solved: closed_at
      SLA: sla_met
      Rating: csat_score
      Subject: topic
    values:
      sla_met: {met: true, missed: false}
    dates:
      created_at: &local {format: "%d.%m.%Y %H:%M", timezone: TIMEZONE}
      due_at: *local
      closed_at: *local

  # The CRM: leads in ISO 8601, deals in milliseconds since 1970.
  leads:
    files: data/crm/leads.csv
    rename:
      Lead ID: lead_id
      Created: created_at
      Source: source
      Assistant: bot_id
      Chat session: session_id
      Customer: user_id
      Form filled: first_form_fill_at
      Score: lead_score
      Reachable: contact_valid
      Mail bounced: contact_bounced
      Target customer: icp_fit
      Qualified: qualified
      Marketing qualified: mql_at
      Sales qualified: sql_at
      Visit booked: meeting_booked_at
      Opportunity since: opportunity_at
    values:
      source: {Chatbot: chatbot, Web form: form, Trade fair: other}
      contact_valid: &answer {"yes": true, "no": false}
      contact_bounced: *answer
      icp_fit: *answer
      qualified: *answer
  deals:
    files: data/crm/deals.csv
    rename:
      Deal: deal_id
      Lead: lead_id
      Stage: stage
      Opened: created_at
      Closed: closed_at
      Amount: amount
      Currency: currency
    values:
      stage: {Won: won, Lost: lost, Negotiation: open}
    dates:
      created_at: {epoch: ms}
      closed_at: {epoch: ms}

  orders:
    files: data/orders.parquet
    rename:
      order_number: order_id
      placed_at: ordered_at
      total: amount
      chat_session: session_id
      customer: user_id
      browser: visitor_id

  # Finance: one line is shared by all bots and spread over its year.
  costs:
    files: data/costs.csv
    rename:
      Booked: date
      Until: end_date
      Cost centre: bot_id
      Account: category
      Amount: amount
      Currency: currency
    values:
      bot_id: {CENTRES}
      category: {ACCOUNTS}
    dates:
      date: &finance {format: "%d/%m/%Y"}
      end_date: *finance

  # These need no mapping: they are written in kpikit's own names.
  reviews:
    files: data/reviews.csv
  traffic:
    files: data/traffic.csv
  changes:
    files: data/changes.csv
  assignments:
    files: data/assignments.parquet
"""

_BOTS = """\
bots:
  - id: support-bot
    name: Support Bot
    type: support
    launch: 2025-04-01
    assumptions:
      agent_hourly_cost: {value: 41, low: 36, high: 46, owner: Head of Service,
        source: payroll with overhead, date: 2026-06-30}
      chats_per_hour: {value: 3.4, low: 2.8, high: 4.2, owner: Head of Service,
        source: workforce plan, date: 2026-06-30}
      human_ticket_cost: {value: 14.5, low: 11, high: 18, owner: Head of Service,
        source: help desk costs by tickets, date: 2026-06-30}
      human_minutes: {value: 9, low: 7, high: 12, owner: Head of Service,
        source: time study of 400 chats, date: 2026-05-18}
      contact_share: {value: 0.8, low: 0.6, high: 0.9, owner: Controlling,
        source: survey of visitors who did not chat, date: 2026-04-22}
    targets:
      containment_rate: {value: 0.65, owner: Head of Service}
      resolution_rate: {value: 0.6, owner: Head of Service}
      escalation_rate: {low: 0.15, high: 0.25, owner: Head of Service}
      hallucination_rate: {value: 0.02, owner: Content lead}
      csat: {value: 0.8, owner: Head of Service}
      time_to_first_answer_p99: {value: 4, owner: Platform lead}
      durable_cost_saved: {value: 7000, per: month, owner: Controlling}
      net_value: [{value: 3000, per: month, owner: Controlling},
        {value: 9000, per: quarter, owner: Controlling}]

  - id: sales-bot
    name: Sales Bot
    type: sales
    launch: 2026-01-05
    attribution_days: 90
    assumptions:
      human_chat_cost: {value: 14, low: 10, high: 18, owner: Head of Sales,
        source: inside sales payroll, date: 2026-06-30}
      human_ticket_cost: {value: 16, low: 12, high: 21, owner: Head of Sales,
        source: inside sales payroll, date: 2026-06-30}
      contact_share: {value: 0.4, low: 0.2, high: 0.6, owner: Head of Sales,
        source: estimate, date: 2026-06-30}
      close_rate: {value: 0.12, low: 0.09, high: 0.15, owner: Head of Sales,
        source: web form leads of 2025, date: 2026-01-15}
      deal_value: {value: 4200, low: 3300, high: 5200, owner: Head of Sales,
        source: won deals of 2025, date: 2026-01-15}
      assist_weight: {value: 0.2, low: 0.1, high: 0.3, owner: Controlling,
        source: agreed with the board, date: 2026-01-15}
      human_minutes: {value: 11, low: 8, high: 15, owner: Head of Sales,
        source: estimate, date: 2026-06-30}
    targets:
      net_incremental_revenue: [{value: 75000, per: month, owner: Head of Sales},
        {value: 225000, per: quarter, owner: Head of Sales}]
      payback_multiple: {value: 3, owner: Head of Sales}
      lead_capture_rate: {value: 0.2, owner: Head of Sales}
      qualified_leads: {value: 150, per: month, owner: Head of Sales}
      lead_to_meeting_rate: {value: 0.2, owner: Head of Sales}
      sales_cycle_adjusted_reduction_days: {value: 7, owner: Head of Sales}
      containment_rate: {value: 0.4, owner: Head of Sales}
      hallucination_rate: {value: 0.02, owner: Content lead}
      csat: {value: 0.75, owner: Head of Sales}
      time_to_first_answer_p99: {value: 8, owner: Platform lead}

  - id: shop-bot
    name: Shop Bot
    type: shop
    launch: 2025-04-01
    assumptions:
      human_chat_cost: {value: 9, low: 7, high: 12, owner: Head of Shop,
        source: service contract, date: 2026-03-31}
      human_ticket_cost: {value: 11, low: 8.5, high: 14, owner: Head of Shop,
        source: service contract, date: 2026-03-31}
      contact_share: {value: 0.35, low: 0.2, high: 0.5, owner: Head of Shop,
        source: estimate, date: 2026-03-31}
      assist_weight: {value: 0.2, low: 0.1, high: 0.3, owner: Controlling,
        source: agreed with the board, date: 2026-01-15}
      human_minutes: {value: 6, low: 4, high: 8, owner: Head of Shop,
        source: service contract, date: 2026-03-31}
    targets:
      net_incremental_revenue: [{value: 10000, per: month, owner: Head of Shop},
        {value: 30000, per: quarter, owner: Head of Shop}]
      payback_multiple: {value: 3, owner: Head of Shop}
      containment_rate: {value: 0.55, owner: Head of Shop}
      hallucination_rate: {value: 0.02, owner: Content lead}
      csat: {value: 0.8, owner: Head of Shop}

# Of all bots together.
targets:
  net_incremental_revenue: [{value: 85000, per: month, owner: Managing Director},
    {value: 255000, per: quarter, owner: Managing Director}]
  net_value: [{value: 95000, per: month, owner: Managing Director},
    {value: 285000, per: quarter, owner: Managing Director}]
  payback_multiple: {value: 3, owner: Managing Director}
  csat: {value: 0.78, owner: Managing Director}
"""


def project_file() -> str:
    """The text of kpikit.yml."""
    head = f"""\
# {company.COMPANY} does not exist: company, people and numbers are made up by `kpikit demo`.
company: {company.COMPANY}
timezone: {company.TIMEZONE}
country: {company.COUNTRY}
currency: {company.CURRENCY}

"""
    centres = ", ".join(f'{name}: "{bot}"' for bot, name in costs.COST_CENTRES.items())
    accounts = ", ".join(f"{name}: {category}" for category, name in costs.ACCOUNTS.items())
    data = _DATA.replace("TIMEZONE", company.TIMEZONE)
    data = data.replace("{CENTRES}", f"{{{centres}}}").replace("{ACCOUNTS}", f"{{{accounts}}}")
    types = "".join(f"  - {{pattern: '{p}', type: {name}}}\n" for p, name in words.PAGE_TYPES)
    pages = f"# Tried in order on the page a chat started on.\npage_types:\n{types}"
    return f"{head}{data}\n{pages}\n{_BOTS}\n{_holdout()}"


def _holdout() -> str:
    """Which experiment speaks for which bot."""
    return f"""\
# A fifth of the shop's visitors never saw the chat: what the others bought more, it brought.
experiments:
  holdouts:
    - {{experiment: {company.HOLDOUT}, bot: {company.BOT_IDS[company.SHOP]}, periods: 2026-Q3}}
"""
