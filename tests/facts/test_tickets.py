"""Tickets, faults, inputs and visitors as facts. Expected by hand, from the data contract."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.build import at, event, facts, talk

Row = dict[str, Any]


def ticket(ticket_id: str, **rest: Any) -> Row:
    return {"ticket_id": ticket_id, "created_at": at(), "closed_at": at(9), **rest}


def handed(session: str, ticket_id: str | None, *, minute: float = 1, **rest: Any) -> Row:
    return event("escalation", at(minute), session, ticket_id=ticket_id, **rest)


# --- how a hand-off's ticket ended ---


def test_a_handoff_is_judged_by_its_ticket_once_closed_or_overdue() -> None:
    tickets = [
        ticket("kept", sla_met=True),
        ticket("rated well", sla_met=True, csat_score=4.0),
        ticket("rated badly", sla_met=True, csat_score=3.9),
        ticket("late", sla_met=False, csat_score=5.0),
        ticket("nobody says", csat_score=5.0),
        ticket("overdue", closed_at=None, due_at=at(20)),
        ticket("due now", closed_at=None, due_at=at(30)),
        ticket("never due", closed_at=None),
        ticket("closed later", closed_at=at(31), sla_met=True),
    ]
    names = [row["ticket_id"] for row in tickets]
    events = [handed(f"s{n}", name) for n, name in enumerate([*names, "unknown", None])]
    got = facts(events=events, tickets=tickets, as_of=at(30)).escalations
    flags = {
        row[0]: row[1:] for row in got.select("ticket_id", "ticket_judged", "ticket_kept").rows()
    }
    assert flags == {
        "kept": (True, True),
        "rated well": (True, True),
        "rated badly": (True, False),
        "late": (True, False),
        "nobody says": (True, False),
        "overdue": (True, False),
        "due now": (False, False),
        "never due": (False, False),
        "closed later": (False, False),
        "unknown": (False, False),
        None: (False, False),
    }


def test_without_a_help_desk_no_handoff_is_judged() -> None:
    got = facts(events=[handed("s1", "t1")]).escalations
    assert got.select("ticket_judged", "ticket_kept").row(0) == (False, False)


# --- whose a ticket is ---


def test_a_ticket_belongs_to_every_bot_with_its_session_or_its_escalation() -> None:
    events = [
        *talk("s1", at(), language="de"),
        *talk("s1", at(), bot_id="b2", language="fr"),
        handed("s3", "by escalation", language="it"),
        handed("s4", "both"),
        handed("s1", "both", bot_id="b2"),
    ]
    tickets = [
        ticket("by session", session_id="s1"),
        ticket("by escalation"),
        # At b1 its own session and an escalation: the session counts.
        ticket("both", session_id="s1"),
        ticket("of nobody", session_id="never seen", user_id="u1"),
    ]
    got = facts(events=events, tickets=tickets).tickets.sort("ticket_id", "bot_id")
    assert got.select("ticket_id", "bot_id", "session_id", "language").rows() == [
        ("both", "b1", "s1", "de"),
        ("both", "b2", "s1", "fr"),
        ("by escalation", "b1", "s3", "it"),
        ("by session", "b1", "s1", "de"),
        ("by session", "b2", "s1", "fr"),
        ("of nobody", None, None, None),
    ]


def test_of_several_escalations_at_one_bot_the_first_is_the_tickets() -> None:
    events = [handed("s2", "t", minute=1), handed("s1", "t", minute=2)]
    got = facts(events=events, tickets=[ticket("t")]).tickets
    assert got["session_id"].to_list() == ["s2"]


def test_a_ticket_is_satisfied_from_the_projects_score_on() -> None:
    tickets = [ticket(str(n), csat_score=score) for n, score in enumerate((3.9, 4.0, None))]
    got = facts(events=[], tickets=tickets).tickets
    assert got["satisfied"].to_list() == [False, True, None]


# --- faults and blocked inputs ---


def test_an_error_may_lack_a_session_and_an_input_inherits_from_its_own() -> None:
    events = [
        *talk("s1", at(), language="de"),
        event("input_blocked", at(1), "s1", block_reason="script"),
        event("error", at(2), "s1"),
        event("error", at(3), None, bot_id="b9"),
    ]
    got = facts(events=events).incidents
    assert got.select("bot_id", "session_id", "ts", "kind", "language").rows() == [
        ("b1", "s1", at(1), "input_blocked", "de"),
        ("b1", "s1", at(2), "error", "de"),
        ("b9", None, at(3), "error", None),
    ]


def test_nothing_of_a_session_that_does_not_count_is_an_incident() -> None:
    events = [
        event("error", at(1), "test", is_test=True),
        event("session_started", at(1), "called", direction="outbound"),
        event("error", at(2), "called"),
    ]
    assert facts(events=events).incidents.height == 0


# --- user messages by day ---


def test_user_messages_are_counted_by_local_day_and_intent() -> None:
    # 2026-03-02 22:59 UTC is still that day in Berlin, 23:01 is the next.
    late = dt.datetime(2026, 3, 2, 22, 59, tzinfo=dt.UTC)
    next_day = late + dt.timedelta(minutes=2)
    messages = [
        event("message.user", late, intent="pay", message_id="m1", language="de"),
        event("message.user", late + dt.timedelta(seconds=9), intent="pay", message_id="m1"),
        event("message.user", late + dt.timedelta(seconds=5), intent="pay"),
        event("message.user", late + dt.timedelta(seconds=7)),
        event("message.user", next_day, intent="pay"),
        event("message.bot", next_day),
    ]
    got = facts(events=messages, settings={"timezone": "Europe/Berlin"}).inputs.sort("ts")
    assert got.select("ts", "intent", "messages", "language").rows() == [
        (late, "pay", 2, "de"),
        (late + dt.timedelta(seconds=7), None, 1, "de"),
        (next_day, "pay", 1, "de"),
    ]


# --- visitors ---


def test_visitors_are_filed_at_the_noon_of_their_local_day() -> None:
    # In Beirut clocks went from midnight to one on 2026-03-29: that day has no midnight.
    days = [dt.date(2026, 3, 28), dt.date(2026, 3, 29)]
    traffic = [{"date": day, "bot_id": "b1", "visitors": n + 1} for n, day in enumerate(days)]
    got = facts(events=[], traffic=traffic, settings={"timezone": "Asia/Beirut"}).traffic
    assert got.select("visitors", "at").rows() == [
        (1, dt.datetime(2026, 3, 28, 10, tzinfo=dt.UTC)),
        (2, dt.datetime(2026, 3, 29, 9, tzinfo=dt.UTC)),
    ]
