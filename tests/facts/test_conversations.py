"""Conversations and answers. Expected by hand, from the contract's section on facts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.build import START, at, event, facts, talk

TICK = dt.timedelta(microseconds=1)


def one(*events: dict[str, Any], **settings: Any) -> dict[str, Any]:
    """The only conversation of those events."""
    found = facts(events=events, settings=settings).conversations
    assert len(found) == 1
    return found.row(0, named=True)


def user(minute: float, session: str = "s1", **rest: Any) -> dict[str, Any]:
    return event("message.user", at(minute), session, **rest)


def bot(minute: float, session: str = "s1", **rest: Any) -> dict[str, Any]:
    return event("message.bot", at(minute), session, **rest)


# --- what is a conversation, and when it starts ---


def test_no_events_no_conversations() -> None:
    found = facts(events=[])
    assert (len(found.conversations), len(found.answers), len(found.outcome_days)) == (0, 0, 0)


def test_one_row_alone_is_a_conversation() -> None:
    c = one(event("input_blocked", at(3)))
    assert (c["started_at"], c["ended_at"], c["closed_at"]) == (at(3), at(3), at(3))
    assert (c["user_messages"], c["bot_messages"], c["fallback_messages"]) == (0, 0, 0)
    assert (c["engaged"], c["completed"], c["meaningful"]) == (False, False, False)
    assert (c["first_user_at"], c["first_reply_at"], c["intent"]) == (None, None, None)
    assert (c["rung"], c["person"], c["escalated"]) == ("unknown", "s1", False)


@pytest.mark.parametrize("name", ["error", "survey", "goal", "lead_created", "input_blocked"])
def test_any_event_but_the_widget_opens_a_conversation(name: str) -> None:
    assert len(facts(events=[event(name, at())]).conversations) == 1


def test_the_widget_opens_none_and_sets_no_start_and_no_dimension() -> None:
    shown = event("widget_shown", at(0), "s1", page_type="home", visitor_id="v1", user_id="u1")
    assert len(facts(events=[shown]).conversations) == 0
    c = one(shown, user(5, page_type="docs"))
    assert (c["started_at"], c["page_type"]) == (at(5), "docs")
    assert (c["user_id"], c["visitor_id"], c["person"]) == (None, None, "s1")


def test_the_first_session_started_is_the_start_even_when_it_is_late() -> None:
    started = [event("session_started", at(minute)) for minute in (7, 4)]
    assert one(user(1), *started)["started_at"] == at(4)


def test_the_same_session_at_two_bots_is_two_conversations() -> None:
    found = facts(events=[user(0), user(1, bot_id="b2")]).conversations
    assert found.select("bot_id", "session_id").rows() == [("b1", "s1"), ("b2", "s1")]


def test_events_without_a_session_belong_to_none() -> None:
    events = [event("error", at(0), None), user(1)]
    assert one(*events)["started_at"] == at(1)


# --- who, where ---


def test_people_and_dimensions_are_the_first_that_are_known() -> None:
    c = one(
        event("session_started", at(0), language="en"),
        user(1, visitor_id="v1", language="de", channel="web"),
        user(2, user_id="u1", visitor_id="v2", utm_source="ad", utm_campaign="x"),
        user(3, user_id="u2", utm_source="mail"),
    )
    assert (c["user_id"], c["visitor_id"], c["person"]) == ("u1", "v1", "u1")
    assert (c["language"], c["channel"]) == ("en", "web")
    assert (c["utm_source"], c["utm_campaign"]) == ("ad", "x")


def test_ties_between_values_are_broken_by_seq_not_by_role() -> None:
    c = one(user(0, seq=2, language="user's"), bot(0, seq=1, language="bot's"))
    assert c["language"] == "bot's"


def test_person_is_the_user_else_the_visitor_else_the_session() -> None:
    events = [
        user(0, "s1", user_id="u", visitor_id="v"),
        user(1, "s2", visitor_id="v"),
        user(2, "s3"),
    ]
    found = facts(events=events).conversations
    assert found["person"].to_list() == ["u", "v", "s3"]


def test_page_type_comes_from_the_url_where_there_is_none() -> None:
    rules = [{"pattern": "/pricing", "type": "pricing"}, {"pattern": "/p", "type": "product"}]
    events = [
        user(0, "s1", page_url="https://a.example/pricing?x=1"),
        user(1, "s2", page_url="https://a.example/p/12"),
        user(2, "s3", page_url="https://a.example/about"),
        user(3, "s4", page_url="https://a.example/pricing", page_type="home"),
        user(4, "s5"),
    ]
    got = facts(events=events, settings={"page_types": rules})
    assert got.conversations["page_type"].to_list() == ["pricing", "product", None, "home", None]
    assert "page_type" in got.supplied["events"]
    assert "page_type" not in facts(events=[user(0, page_url="/p")]).supplied["events"]


# --- messages ---


def test_messages_are_distinct_by_role_and_id_at_their_earliest_row() -> None:
    c = one(
        user(5, message_id="m1", intent="later row"),
        user(1, message_id="m1", intent="earliest row"),
        bot(2, message_id="m1", kind="fallback"),
        bot(3, message_id="m1", kind="answer"),
        user(3),
        user(3),
    )
    assert (c["user_messages"], c["bot_messages"], c["fallback_messages"]) == (3, 1, 1)
    assert (c["first_user_at"], c["intent"]) == (at(1), "earliest row")
    # The repeated row at minute 5 is no message, so it does not lengthen the conversation.
    assert c["ended_at"] == at(3)
    assert c["first_answer_at"] is None


def test_message_ids_are_the_sessions_own() -> None:
    found = facts(events=[user(0, "s1", message_id="m1"), user(0, "s2", message_id="m1")])
    assert found.conversations["user_messages"].to_list() == [1, 1]


def test_replies_and_answers_come_after_the_first_user_message() -> None:
    c = one(
        bot(0, kind="greeting"),
        user(1),
        bot(2, kind="filler"),
        bot(3, kind="answer"),
        bot(4),
    )
    assert (c["first_user_at"], c["first_reply_at"], c["first_answer_at"]) == (at(1), at(2), at(3))


def test_a_reply_at_the_same_instant_counts_whatever_its_seq() -> None:
    c = one(bot(1, seq=1), user(1, seq=2))
    assert c["first_reply_at"] == c["first_answer_at"] == at(1)


def test_a_message_without_kind_is_an_answer() -> None:
    assert one(user(0), bot(1, kind=None))["first_answer_at"] == at(1)


def test_intent_is_that_of_the_first_user_message_also_when_null() -> None:
    assert one(user(0, intent=None), user(1, intent="late"))["intent"] is None
    assert one(bot(0, intent="bot's"), user(1, intent="first"), user(2))["intent"] == "first"
    assert one(user(1, seq=2, intent="b"), user(1, seq=1, intent="a"))["intent"] == "a"


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([bot(0)], (False, False, False)),
        ([user(0), bot(1)], (True, False, False)),
        ([user(0), user(1)], (True, True, False)),
        ([user(0), bot(1, kind="fallback"), user(2)], (True, True, False)),
        ([bot(0), user(1), user(2)], (True, True, False)),
        ([user(0), bot(1), user(2)], (True, True, True)),
        ([user(0), user(1), bot(2)], (True, True, True)),
    ],
)
def test_engaged_completed_meaningful(
    events: list[dict[str, Any]], expected: tuple[bool, bool, bool]
) -> None:
    c = one(*events)
    assert (c["engaged"], c["completed"], c["meaningful"]) == expected


# --- how it ended ---


def test_it_ends_with_its_last_message_or_escalation_not_with_a_late_outcome() -> None:
    late = event("outcome", at(days=3), outcome="resolved_by_bot")
    assert one(user(0), bot(2), late, event("survey", at(9)))["ended_at"] == at(2)
    assert one(user(0), event("escalation", at(5)), bot(2))["ended_at"] == at(5)
    assert one(event("session_started", at(1)), late)["ended_at"] == at(1)


def test_the_last_outcome_with_an_outcome_counts_with_its_own_row() -> None:
    c = one(
        user(0),
        event("outcome", at(1), outcome="abandoned", resolved_at=at(1), confirmed=True),
        event("outcome", at(2), outcome="resolved_by_bot", seq=11),
        event("outcome", at(2), outcome="abandoned", seq=10, confirmed=True),
        event("outcome", at(3), outcome=None, resolved_at=at(3), confirmed=True),
    )
    assert (c["outcome"], c["resolved_at"], c["confirmed"]) == ("resolved_by_bot", None, False)
    assert c["closed_at"] == c["ended_at"] == at(0)


def test_closed_at_is_resolved_at_where_given() -> None:
    c = one(user(0), event("outcome", at(9), outcome="resolved_by_bot", resolved_at=at(4)))
    assert (c["ended_at"], c["closed_at"]) == (at(0), at(4))


@pytest.mark.parametrize(
    ("outcome", "handed", "escalated", "contained"),
    [
        ("resolved_by_bot", False, False, True),
        ("resolved_by_bot", True, True, False),
        ("escalated", False, True, False),
        ("abandoned", False, False, False),
        ("abandoned", True, True, False),
        (None, False, False, False),
        (None, True, True, False),
    ],
)
def test_escalated_and_contained(
    outcome: str | None,
    handed: bool,
    escalated: bool,
    contained: bool,  # noqa: FBT001
) -> None:
    events = [user(0), event("outcome", at(2), outcome=outcome)]
    c = one(*events, *([event("escalation", at(1))] if handed else []))
    assert (c["escalated"], c["contained"]) == (escalated, contained)


def test_the_trigger_is_the_first_escalations_also_when_null() -> None:
    second = event("escalation", at(5), trigger="frustration")
    assert (
        one(event("escalation", at(1), trigger="high_intent"), second)["trigger"] == "high_intent"
    )
    assert one(event("escalation", at(1), trigger=None), second)["trigger"] is None


def test_a_lead_event_marks_the_conversation_with_or_without_lead_id() -> None:
    found = facts(events=[event("lead_created", at(0)), user(1, "s2")]).conversations
    assert found["lead_created"].to_list() == [True, False]


@pytest.mark.parametrize(
    ("events", "complete"),
    [
        ([user(1, message_id="m")], True),
        ([user(0, message_id="m")], True),
        ([user(0, message_id="m"), user(-1, message_id="n")], False),
        ([user(1)], False),
        ([], True),
    ],
)
def test_a_complete_record(events: list[dict[str, Any]], complete: bool) -> None:  # noqa: FBT001
    start, end = event("session_started", at(0)), event("outcome", at(2), outcome="abandoned")
    assert one(start, *events, end)["audit_complete"] is complete
    assert one(*events, end)["audit_complete"] is False
    assert one(start, *events)["audit_complete"] is False


def test_sentiment_is_the_mean_of_the_users_messages_and_the_last_of_them() -> None:
    c = one(user(0, sentiment=-0.5), user(1, sentiment=0.25), user(2), bot(3, sentiment=1.0))
    assert (c["sentiment"], c["last_sentiment"]) == (-0.125, 0.25)
    assert one(user(0))["sentiment"] is None


# --- answers ---


def latencies(*events: dict[str, Any]) -> list[float]:
    return sorted(facts(events=events).answers["latency_s"].to_list())


def test_an_answer_is_a_bot_message_right_after_a_user_message() -> None:
    found = facts(
        events=[
            bot(0, kind="greeting"),
            user(1),
            bot(2, kind="filler"),
            bot(3, kind="answer"),
            user(4),
            user(5),
            bot(7, kind="fallback", response_template_id="t9", intent="its own"),
        ]
    ).answers.sort("ts")
    assert found.select("latency_s", "kind").rows() == [(60.0, "filler"), (120.0, "fallback")]
    assert found.row(1, named=True)["response_template_id"] == "t9"
    assert found["intent"].to_list() == [None, "its own"]


def test_the_last_message_of_another_session_asks_nothing() -> None:
    assert latencies(user(0, "s1"), bot(1, "s2"), user(2, "s3"), bot(3, "s3")) == [60.0]


def test_latency_is_to_the_first_token_where_known() -> None:
    assert latencies(user(0), bot(2, first_token_at=at(1))) == [60.0]
    # The clocks of two systems: negative, for the KPI to leave out.
    assert latencies(user(1), bot(2, first_token_at=at(0))) == [-60.0]


def test_user_before_bot_at_the_same_instant() -> None:
    assert latencies(bot(1, seq=1), user(1, seq=2)) == [0.0]
    # user 1, user 2, bot 1, bot 2 in this order: only one answer.
    rows = [bot(1, seq=1), user(1, seq=2), bot(1, seq=3), user(1, seq=4)]
    assert latencies(*rows) == [0.0]


def test_a_repeated_message_asks_and_answers_nothing() -> None:
    rows = [user(0, message_id="q"), user(2, message_id="q"), bot(3, message_id="a")]
    assert latencies(*rows, bot(4, message_id="a")) == [180.0]


def test_latency_keeps_microseconds() -> None:
    rows = [event("message.user", START, "s1"), event("message.bot", START + TICK, "s1")]
    assert latencies(*rows) == [pytest.approx(1e-6, rel=1e-12)]


def test_answers_inherit_from_their_conversation() -> None:
    events = talk("s1", at(3), outcome="abandoned", language="de", channel="web")
    row = facts(events=events).answers.row(0, named=True)
    assert (row["bot_id"], row["session_id"], row["started_at"]) == ("b1", "s1", at(3))
    assert (row["language"], row["channel"]) == ("de", "web")
    assert (row["outcome"], row["rung"]) == ("abandoned", "abandoned")
