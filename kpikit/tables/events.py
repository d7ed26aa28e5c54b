"""The events table: one row per chat event, the only table every project has."""

from __future__ import annotations

import polars as pl

from kpikit.tables.schema import Column, Derived, RowRule, given, no_star, table

EVENT_NAMES = (
    "chat.widget_shown", "chat.session_started", "chat.message.user", "chat.message.bot",
    "chat.goal", "chat.lead_created", "chat.escalation", "chat.outcome", "chat.survey",
    "chat.input_blocked", "chat.error",
)  # fmt: skip
WITHOUT_SESSION = ("chat.widget_shown", "chat.error")

# The published ChatReact event schema, read as it is, with the two names its envelope uses.
ALIASES = (
    ("name", "event"),
    ("bot", "bot_id"),
    ("message_text", "text"),
    ("resolved_timestamp", "resolved_at"),
    ("escalation_team", "intended_team"),
    ("survey_timestamp", "ts"),
)

_WHO = (
    Column("event", "text", "what happened", required=True, allowed=EVENT_NAMES),
    Column("ts", "timestamp", "when it happened", required=True),
    Column("bot_id", "text", "the bot it happened at", required=True),
    Column("session_id", "text", "the conversation; only widget_shown and error may lack it"),
    Column("event_id", "text", "repeated within a session, it is one event delivered twice"),
    Column("user_id", "text", "a known person"),
    Column("visitor_id", "text", "an anonymous browser or device"),
    Column("is_test", "boolean", "one true row leaves its whole conversation out"),
)
_START = (
    Column("page_url", "text", "where the chat was opened"),
    Column("page_type", "text", "kind of page; found by page_types from page_url when absent"),
    Column("utm_source", "text", "campaign source"),
    Column("utm_campaign", "text", "campaign name"),
    Column("language", "text", "language of the conversation"),
    Column("channel", "text", "web, whatsapp, voice and so on"),
    Column("direction", "text", "who began", allowed=("inbound", "outbound")),
)
_MESSAGE = (
    Column("message_id", "text", "of a message; its rows with one id are one message"),
    Column("text", "text", "what was said; read only by reviews and redaction checks"),
    Column("intent", "text", "what the user wants"),
    Column("sentiment", "number", "of a user message", low=-1, high=1),
    Column(
        "kind", "text", "of a bot message; answer when absent",
        allowed=("greeting", "filler", "answer", "fallback"),
    ),
    Column("first_token_at", "timestamp", "when a streamed answer began to show"),
    Column("response_template_id", "text", "the template a bot message came from"),
)  # fmt: skip
_OUTCOME = (
    Column(
        "outcome", "text", "how the conversation ended",
        allowed=("resolved_by_bot", "escalated", "abandoned"),
    ),
    Column("resolved_at", "timestamp", "when it was resolved"),
    Column("confirmed", "boolean", "a follow-up check said that it was resolved"),
)  # fmt: skip
_ESCALATION = (
    Column(
        "trigger", "text", "why a person took over",
        allowed=("frustration", "explicit_ask", "unanswered", "high_intent"),
    ),
    Column("ticket_id", "text", "the ticket an escalation opened"),
    Column("agent_id", "text", "the person who took over"),
    Column("intended_team", "text", "the team it was meant for"),
    Column("assigned_team", "text", "the team that got it"),
    Column("context_read_at", "timestamp", "when the agent read the conversation"),
    Column("first_agent_response_at", "timestamp", "when the agent first answered"),
    Column("succeeded", "boolean", "the escalation ended well"),
    Column("context_complete", "boolean", "the agent got last messages, intent and articles"),
)  # fmt: skip
_REST = (
    Column("goal", "text", "a task the user can complete in the chat"),
    Column("goal_status", "text", "how far it got", allowed=("attempted", "completed")),
    Column("goal_step", "text", "the step it got to"),
    Column("lead_id", "text", "the lead a conversation created"),
    Column("lead_score", "number", "its score when it was created"),
    Column("csat_score", "number", "satisfaction", low=1, high=5),
    Column("thumbs_up", "boolean", "satisfaction as a thumb"),
    Column("nps_score", "number", "would recommend", low=0, high=10),
    Column("ces_score", "number", "how easy it was, 7 = very easy", low=1, high=7),
    Column("block_reason", "text", "why an input was blocked"),
)

_SESSION = RowRule(
    "session_id",
    "required on every event but " + " and ".join(WITHOUT_SESSION),
    given("event")
    & pl.col("event").is_in([name for name in EVENT_NAMES if name not in WITHOUT_SESSION])
    & ~given("session_id"),
)

# ChatReact counts the agent's first answer in seconds from the escalation; we keep the moment.
_WAIT = Column("time_to_first_agent_response", "number", "seconds to the agent's first answer")
_ANSWERED = Derived(
    "first_agent_response_at",
    (_WAIT.name,),
    pl.col("ts") + pl.duration(microseconds=(pl.col(_WAIT.name) * 1e6).round()),
)

EVENTS = table(
    "events",
    "one chat event",
    (*_WHO, *_START, *_MESSAGE, *_OUTCOME, *_ESCALATION, *_REST),
    stamp="ts",
    key=("bot_id", "session_id", "event_id"),
    rules=(no_star(), _SESSION),
    aliases=ALIASES,
    helpers=(_WAIT,),
    derived=(_ANSWERED,),
)
