"""Tables about the data and the bots: reviews, experiments, touches, changes, erasures."""

from __future__ import annotations

from kpikit.tables.schema import Column, RowRule, given, no_star, table

REVIEWS = table(
    "reviews",
    "one reviewed item: an answer, or for consent, masking and deletion a conversation",
    (
        Column("review_id", "text", "of the review", required=True),
        Column(
            "kind", "text", "what was reviewed", required=True,
            allowed=(
                "hallucination", "intent", "adherence", "consent", "masking", "deletion",
                "redaction",
            ),
        ),
        Column("bot_id", "text", "the bot", required=True),
        Column("item_at", "timestamp", "when the item happened", required=True),
        Column("passed", "boolean", "the item is fine", required=True),
        Column("session_id", "text", "the conversation"),
        Column("message_id", "text", "the answer"),
        Column("reviewer", "text", "who reviewed it"),
        Column("reviewed_at", "timestamp", "when it was reviewed"),
        Column(
            "origin", "text", "real traffic or a golden set; live when absent",
            allowed=("live", "golden"),
        ),
        Column("judge_flag", "boolean", "an automatic judge flagged it"),
        Column("stratum", "text", "the stratum it was sampled from"),
        Column("weight", "number", "how many items it stands for; 1 when absent", low=0),
    ),
    stamp="item_at",
    key=("review_id",),
    rules=(no_star(),),
)  # fmt: skip

ASSIGNMENTS = table(
    "assignments",
    "one unit of an experiment and the arm it was put in",
    (
        Column("experiment_id", "text", "of the experiment", required=True),
        Column(
            "unit", "text", "what was assigned", required=True,
            allowed=("visitor", "user", "session", "escalation"),
        ),
        Column("unit_id", "text", "its id", required=True),
        Column("arm", "text", "treatment, control, or a named arm", required=True),
        Column("assigned_at", "timestamp", "when it was assigned", required=True),
        Column("bot_id", "text", "the bot"),
        Column("page_type", "text", "kind of page"),
        Column("converted", "boolean", "it became a customer"),
        Column("revenue", "number", "what it brought", money=True),
        Column("tickets", "number", "the tickets it opened"),
    ),
    stamp="assigned_at",
    rules=(no_star(),),
)  # fmt: skip

TOUCHES = table(
    "touches",
    "one contact of a person or lead with marketing",
    (
        Column("touched_at", "timestamp", "when it happened", required=True),
        Column("channel", "text", "through which channel", required=True),
        Column("lead_id", "text", "the lead; this or user_id is required"),
        Column("user_id", "text", "the person; this or lead_id is required"),
    ),
    stamp="touched_at",
    rules=(
        RowRule(
            "lead_id", "required where user_id is empty", ~given("lead_id") & ~given("user_id")
        ),
    ),
)

CHANGES = table(
    "changes",
    "one change worth a mark on the charts",
    (
        Column("date", "date", "the local day", required=True),
        Column("bot_id", "text", "the bot; all of them when absent"),
        Column("what", "text", "what changed", required=True),
    ),
    stamp="date",
    rules=(no_star(),),
)

ERASURES = table(
    "erasures",
    "one person who asked to be forgotten",
    (
        Column("user_id", "text", "the person", required=True),
        Column("requested_at", "timestamp", "when they asked", required=True),
    ),
    stamp="requested_at",
)
