"""What other systems call our columns and tables; for advice and proposals only."""

from __future__ import annotations

from kpikit.sources.abroad import ABROAD, TABLES_ABROAD

# Names of columns, bare of case and punctuation, the likeliest first.
_HERE = {
    "event": ("eventname", "eventtype", "type", "action", "name"),
    "ts": ("timestamp", "time", "datetime", "eventtime", "occurredat", "createdat", "unixtime"),
    "bot_id": ("bot", "botname", "chatbot", "chatbotid", "assistantid", "agent", "app"),
    "session_id": ("session", "conversationid", "conversation", "chatid", "dialogueid", "senderid"),
    "created_at": ("created", "createdate", "createdtime", "creationdate", "createddate", "opened"),
    "ordered_at": ("orderdate", "createdat", "processedat", "date", "placedat"),
    "touched_at": ("timestamp", "date", "touchedon"),
    "ticket_id": ("id", "ticket", "caseid", "casenumber", "ticketnumber", "key"),
    "lead_id": ("id", "lead", "contactid", "contact", "vid", "whoid"),
    "deal_id": ("id", "deal", "opportunityid", "opportunity"),
    "order_id": ("id", "order", "ordernumber"),
    "review_id": ("id", "review"),
    "source": ("leadsource", "originalsource", "channel"),
    "stage": ("dealstage", "stagename", "status", "state"),
    "amount": ("total", "totalprice", "value", "cost", "price", "dealvalue", "sum"),
    "date": ("day", "month", "invoicedate", "timestamp"),
    "user_id": ("customerid", "contactid", "user", "userid", "requesterid", "endcustomerid"),
    "visitor_id": ("visitor", "clientid", "anonymousid", "deviceid", "cookieid"),
    "closed_at": ("closedate", "closeddate", "closed", "resolvedat", "solvedat", "resolved"),
    "due_at": ("duedate", "due", "sladue"),
    "end_date": ("end", "until", "enddate", "periodend"),
    "requested_at": ("requested", "requestdate"),
    "csat_score": ("csat", "rating", "satisfaction", "satisfactionscore", "ratingvalue"),
    "topic": ("subject", "category", "reason"),
    "text": ("message", "body", "content", "messagetext", "utterance"),
    "page_url": ("url", "pageurl", "page", "pagepath"),
    "currency": ("currencycode", "currencyisocode"),
    "visitors": ("users", "totalusers", "uniquevisitors", "visits"),
    "rate": ("exchangerate", "fxrate"),
    "what": ("change", "note", "title"),
    "contact_bounced": ("bounced", "emailbounced", "hardbounced", "hashardbounced"),
    "first_form_fill_at": ("firstconversiondate", "formsubmittedat"),
}
# What files with rows of a table are called.
_TABLES_HERE = {
    "events": ("event", "events", "log", "logs", "messages", "transcript", "transcripts"),
    "tickets": ("ticket", "tickets", "case", "cases", "helpdesk"),
    "leads": ("lead", "leads", "contact", "contacts"),
    "deals": ("deal", "deals", "opportunity", "opportunities"),
    "orders": ("order", "orders", "sales"),
    "costs": ("cost", "costs", "invoice", "invoices", "expenses"),
    "traffic": ("traffic", "visitors", "analytics"),
    "reviews": ("review", "reviews"),
    "assignments": ("assignment", "assignments", "experiment", "experiments"),
    "touches": ("touch", "touches", "campaign", "campaigns"),
    "fx": ("fx", "rates", "exchange"),
    "changes": ("change", "changes", "changelog", "releases"),
    "erasures": ("erasure", "erasures", "gdpr"),
}
ELSEWHERE = {name: (*_HERE.get(name, ()), *ABROAD.get(name, ())) for name in {**_HERE, **ABROAD}}
TABLES = {name: (*words, *TABLES_ABROAD.get(name, ())) for name, words in _TABLES_HERE.items()}
