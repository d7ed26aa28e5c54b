"""Advice on columns that are called otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# What other systems call our columns, bare of case and punctuation; for advice only.
ELSEWHERE = {
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
TABLES = {
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


def advice(missing: Iterable[str], have: Collection[str]) -> str:
    """How columns that are there could be renamed to those that are missing; may be empty."""
    bare = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in have}
    pairs = []
    for name in missing:
        words = (re.sub(r"[^a-z0-9]", "", name), *ELSEWHERE.get(name, ()))
        found = next((bare[word] for word in words if word in bare), None)
        found = found or next((bare[b] for b in bare for w in words[1:] if b.endswith(w)), None)
        if found:
            pairs.append(f"{found}: {name}")
    return f"rename: {{{', '.join(pairs)}}}" if pairs else ""
