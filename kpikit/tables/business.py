"""Tables from the systems beside the bot: help desk, CRM, shop, invoices, web analytics."""

from __future__ import annotations

import polars as pl

from kpikit.tables.schema import Column, Derived, RowRule, given, no_star, table

TICKETS = table(
    "tickets",
    "one ticket at the help desk",
    (
        Column("ticket_id", "text", "of the ticket", required=True),
        Column("created_at", "timestamp", "when it was opened", required=True),
        Column("session_id", "text", "the conversation it names"),
        Column("user_id", "text", "who opened it"),
        Column("closed_at", "timestamp", "when it was closed"),
        Column("due_at", "timestamp", "when it had to be closed"),
        Column("sla_met", "boolean", "whether it was closed in time"),
        Column("csat_score", "number", "satisfaction with it", low=1, high=5),
        Column("topic", "text", "what it is about"),
    ),
    stamp="created_at",
    key=("ticket_id",),
)

# What a contact must look like to be worth a try; whether it answers is contact_bounced.
_EMAIL = pl.col("email").str.contains(r"^[^@\s]+@[^@\s]+\.[^@\s.]+$")
_PHONE = pl.col("phone").str.contains(r"^[+0-9 ()./-]+$") & pl.col("phone").str.count_matches(
    "[0-9]"
).is_between(7, 15)

LEADS = table(
    "leads",
    "one lead in the CRM",
    (
        Column("lead_id", "text", "of the lead", required=True),
        Column("created_at", "timestamp", "when it was created", required=True),
        Column(
            "source", "text", "where it came from", required=True,
            allowed=("chatbot", "form", "other"),
        ),
        Column("bot_id", "text", "the bot it came from"),
        Column("session_id", "text", "the conversation it came from"),
        Column("user_id", "text", "the person"),
        Column("first_form_fill_at", "timestamp", "when a form lead first filled in a form"),
        Column("lead_score", "number", "its score"),
        Column("contact_valid", "boolean", "its contact details are valid"),
        Column("contact_bounced", "boolean", "a message to it came back"),
        Column("icp_fit", "boolean", "it fits the ideal customer profile"),
        Column("qualified", "boolean", "it is qualified"),
        Column("mql_at", "timestamp", "when marketing qualified it"),
        Column("sql_at", "timestamp", "when sales qualified it"),
        Column("meeting_booked_at", "timestamp", "when a meeting was booked"),
        Column("opportunity_at", "timestamp", "when it became an opportunity"),
    ),
    stamp="created_at",
    key=("lead_id",),
    rules=(no_star(),),
    helpers=(
        Column("email", "text", "read for contact_valid alone, never stored"),
        Column("phone", "text", "read for contact_valid alone, never stored"),
    ),
    derived=(
        Derived(
            "contact_valid",
            ("email", "phone"),
            _EMAIL.fill_null(value=False) | _PHONE.fill_null(value=False),
        ),
    ),
)  # fmt: skip

DEALS = table(
    "deals",
    "one deal in the CRM",
    (
        Column("deal_id", "text", "of the deal", required=True),
        Column("lead_id", "text", "the lead it grew from", required=True),
        Column("stage", "text", "its state", required=True, allowed=("open", "won", "lost")),
        Column("created_at", "timestamp", "when it was opened"),
        Column("closed_at", "timestamp", "when it was won or lost; required then"),
        Column("amount", "number", "what it is worth", money=True),
        Column("currency", "text", "of the amount; the project's when absent", upper=True),
        Column("order_id", "text", "the same sale in the shop"),
    ),
    stamp="created_at",
    key=("deal_id",),
    rules=(
        RowRule(
            "closed_at",
            "required when stage is won or lost",
            pl.col("stage").is_in(["won", "lost"]) & ~given("closed_at"),
        ),
    ),
)

ORDERS = table(
    "orders",
    "one order in the shop",
    (
        Column("order_id", "text", "of the order", required=True),
        Column("ordered_at", "timestamp", "when it was placed", required=True),
        Column("amount", "number", "what was paid", required=True, money=True),
        Column("currency", "text", "of the amount; the project's when absent", upper=True),
        Column("session_id", "text", "the conversation it came from"),
        Column("user_id", "text", "the person"),
        Column("visitor_id", "text", "the anonymous browser or device"),
        Column("bot_id", "text", "the bot it came from"),
    ),
    stamp="ordered_at",
    key=("order_id",),
    rules=(no_star(),),
)

COSTS = table(
    "costs",
    "one cost of running a bot",
    (
        Column("bot_id", "text", "the bot, or * for a cost that bots share", required=True),
        Column("date", "date", "its day, or the first day it is spread over", required=True),
        Column(
            "category", "text", "what it is for", required=True,
            allowed=(
                "subscription", "people", "integration", "ai_api", "hosting", "maintenance",
                "development",
            ),
        ),
        Column("amount", "number", "what it costs", required=True, money=True),
        Column("currency", "text", "of the amount; the project's when absent", upper=True),
        Column("end_date", "date", "the last day it is spread over, evenly"),
    ),
    stamp="date",
    rules=(
        RowRule("end_date", "not before date", pl.col("end_date") < pl.col("date")),
    ),
    may_be_ahead=True,
)  # fmt: skip

TRAFFIC = table(
    "traffic",
    "the visitors of one day",
    (
        Column("date", "date", "the local day", required=True),
        Column("bot_id", "text", "the bot on the page", required=True),
        Column("visitors", "integer", "how many came", required=True, low=0),
        Column("page_type", "text", "kind of page"),
    ),
    stamp="date",
    rules=(no_star(),),
)

FX = table(
    "fx",
    "one exchange rate",
    (
        Column("date", "date", "the day it holds from", required=True),
        Column("currency", "text", "the other currency", required=True, upper=True),
        Column("rate", "number", "project currency per unit of the other", required=True),
    ),
    stamp="date",
    rules=(RowRule("rate", "above 0", pl.col("rate") <= 0),),
)
