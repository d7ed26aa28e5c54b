"""Ratings, scores, escalations, goals and what surrounds conversations. Expected by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.build import at, by_session, event, facts, talk

Row = dict[str, Any]


def survey(minute: float, session: str = "s1", **rest: Any) -> Row:
    return event("survey", at(minute), session, **rest)


# --- ratings ---


def test_the_newest_rating_counts_and_files_the_conversation() -> None:
    events = [
        survey(1, csat_score=5.0),
        survey(3, csat_score=2.0, seq=20),
        survey(3, csat_score=1.0, seq=19),
        survey(9, nps_score=10.0),  # no rating
        survey(4, "s2", thumbs_up=True),
    ]
    got = facts(events=events).ratings
    assert got.select("session_id", "rated_at", "csat_score", "thumbs_up", "satisfied").rows() == [
        ("s1", at(3), 2.0, None, False),
        ("s2", at(4), None, True, True),
    ]


@pytest.mark.parametrize(
    ("csat", "thumb", "satisfied"),
    [
        (4.0, None, True),
        (3.9, None, False),
        (5.0, False, True),
        (1.0, True, True),
        (None, True, True),
        (None, False, False),
    ],
)
def test_satisfied(csat: float | None, thumb: bool | None, satisfied: bool) -> None:  # noqa: FBT001
    got = facts(events=[survey(1, csat_score=csat, thumbs_up=thumb)])
    assert got.ratings["satisfied"].to_list() == [satisfied]


def test_satisfied_from_is_the_projects() -> None:
    windows = {"windows": {"csat_satisfied_from": 5}}
    got = facts(events=[survey(1, csat_score=4.0)], settings=windows)
    assert got.ratings["satisfied"].to_list() == [False]


def test_a_rating_after_as_of_is_not_there_yet() -> None:
    events = [survey(1, csat_score=5.0), survey(9, csat_score=1.0)]
    assert facts(events=events, as_of=at(5)).ratings["csat_score"].to_list() == [5.0]


def test_parts_inherit_from_their_conversation() -> None:
    events = [*talk("s1", at(), outcome="abandoned", language="de"), survey(5, csat_score=5.0)]
    row = facts(events=events).ratings.row(0, named=True)
    assert (row["bot_id"], row["language"], row["rung"]) == ("b1", "de", "abandoned")
    assert row["started_at"] == at()


# --- scores ---


def test_each_kinds_last_score_counts_by_itself() -> None:
    events = [
        survey(1, csat_score=5.0, nps_score=3.0),
        survey(2, nps_score=9.0, thumbs_up=True),
        survey(2, "s2", ces_score=6.0),
    ]
    got = facts(events=events).scores.sort("session_id", "kind")
    assert got.select("session_id", "kind", "score", "scored_at").rows() == [
        ("s1", "csat", 5.0, at(1)),
        ("s1", "nps", 9.0, at(2)),
        ("s2", "ces", 6.0, at(2)),
    ]


# --- escalations, goals ---


def test_every_escalation_is_a_row_with_its_own_trigger() -> None:
    events = [
        event("escalation", at(1), trigger="frustration", ticket_id="t1", succeeded=True),
        event("escalation", at(2), trigger=None, first_agent_response_at=at(4)),
    ]
    got = facts(events=events).escalations
    columns = ("escalated_at", "trigger", "ticket_id", "succeeded", "first_agent_response_at")
    assert got.select(columns).rows() == [
        (at(1), "frustration", "t1", True, None),
        (at(2), None, None, None, at(4)),
    ]
    assert got["rung"].to_list() == ["escalated"] * 2


def test_a_goal_is_one_row_a_conversation_and_complete_once_completed() -> None:
    def goal(session: str, name: str | None, status: str | None) -> Row:
        return event("goal", at(1), session, goal=name, goal_status=status)

    events = [
        goal("s1", "pay", "completed"),
        goal("s1", "pay", "attempted"),
        goal("s1", "book", "attempted"),
        goal("s2", "pay", "attempted"),
        goal("s2", "pay", None),
        goal("s2", None, "completed"),
    ]
    got = facts(events=events).goals.sort("session_id", "goal")
    assert got.select("session_id", "goal", "completed").rows() == [
        ("s1", "book", False),
        ("s1", "pay", True),
        ("s2", "pay", False),
    ]


# --- around ---


def test_outbound_sessions_are_counted_apart_and_none_of_their_events_counts() -> None:
    events = [
        event("session_started", at(0), "out", direction="outbound", visitor_id="v", channel="sms"),
        event("message.bot", at(1), "out"),
        event("escalation", at(2), "out"),
        survey(3, "out", csat_score=5.0),
        event("widget_shown", at(0), "out"),
    ]
    got = facts(events=events)
    for frame in (got.conversations, got.answers, got.ratings, got.escalations, got.shown):
        assert len(frame) == 0
    assert got.outbound.select(
        "bot_id", "session_id", "started_at", "person", "channel"
    ).rows() == [("b1", "out", at(0), "v", "sms")]


def test_widgets_shown_with_the_person_they_were_shown_to() -> None:
    shown = [
        event("widget_shown", at(0), None, user_id="u", visitor_id="v"),
        event("widget_shown", at(1), "s1", visitor_id="v"),
        event("widget_shown", at(2), "s1", bot_id="b2"),
        event("widget_shown", at(3), None),
        event("error", at(4), None),
    ]
    got = facts(events=shown).shown
    assert got.rows() == [
        ("b1", at(0), "u"), ("b1", at(1), "v"), ("b2", at(2), "s1"), ("b1", at(3), None),
    ]  # fmt: skip


def test_outcome_days_are_local_across_the_change_of_clocks() -> None:
    # Berlin's clocks go from 02:00 to 03:00 on 2026-03-29; its midnights are 23:00 and 22:00 UTC.
    tick = dt.timedelta(microseconds=1)
    edges = [
        dt.datetime(2026, 3, 28, 23, tzinfo=dt.UTC) - tick,
        dt.datetime(2026, 3, 28, 23, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 29, 22, tzinfo=dt.UTC) - tick,
        dt.datetime(2026, 3, 29, 22, tzinfo=dt.UTC),
    ]
    events = [e for n, edge in enumerate(edges) for e in talk(f"s{n}", edge)]
    events += [event("outcome", edges[1], "s1", outcome="abandoned")]
    got = facts(events=events, settings={"timezone": "Europe/Berlin"}).outcome_days
    assert got.rows() == [
        ("b1", dt.date(2026, 3, 28), 1, 0),
        ("b1", dt.date(2026, 3, 29), 2, 1),
        ("b1", dt.date(2026, 3, 30), 1, 0),
    ]


def test_reviews_carry_a_weight() -> None:
    base = {"kind": "intent", "bot_id": "b1", "item_at": at(), "passed": True}
    rows = [{"review_id": "r1", "weight": None, **base}, {"review_id": "r2", "weight": 2.5, **base}]
    got = facts(events=[], reviews=rows).reviews
    assert got["weight"].to_list() == [1.0, 2.5]


def test_durations_that_run_backwards_are_counted() -> None:
    events = [
        event("message.user", at(1), "s1"),
        event("message.bot", at(2), "s1", first_token_at=at(0)),
        event("session_started", at(9), "s1"),
        event("outcome", at(9), "s1", outcome="resolved_by_bot", resolved_at=at(0)),
    ]
    lead = {"lead_id": "l1", "created_at": at(9), "source": "other", "opportunity_at": at(8)}
    deal = {"deal_id": "d1", "lead_id": "l1", "stage": "won", "closed_at": at(7)}
    got = facts(events=events, leads=[lead], deals=[deal])
    assert got.negative == {
        "first response before the start": 1,
        "closed before the first question": 1,
        "ended before the start": 1,
        "answered before the question": 1,
        "opportunity before the lead": 1,
        "deal closed before its start": 1,
    }
    assert facts(events=talk("s1", at(), outcome="abandoned")).negative == {}


def test_a_bot_is_known_from_any_event_that_counts() -> None:
    events = [
        event("error", at(0), None, bot_id="b9"),
        event("session_started", at(0), "s2", bot_id="b8", direction="outbound"),
        event("message.user", at(0), "s3", bot_id="b7", is_test=True),
        event("message.user", at(days=999), "s4", bot_id="b6"),
    ]
    assert facts(events=events).bots == ("b8", "b9")


def test_supplied_names_the_tables_and_columns_that_are_there() -> None:
    got = facts(events=[survey(1, csat_score=1.0)], leads=[])
    assert set(got.supplied) == {"events", "leads"}
    assert {"csat_score", "ts"} <= got.supplied["events"]
    assert "intent" not in got.supplied["events"]
    assert got.as_of == at(days=365)


def test_parts_of_conversations_name_no_internal_columns() -> None:
    got = facts(events=talk("s1", at()), leads=[], tickets=[])
    for name in got.__dataclass_fields__:
        frame = getattr(got, name)
        columns = getattr(frame, "columns", [])
        assert not [c for c in columns if c.startswith("#") or c in {"key", "seq", "row"}], name
    assert by_session(got.conversations, "rung") == {"s1": "unknown"}


def test_a_conversation_knows_whether_it_was_rated() -> None:
    rated = talk("s1", at(), outcome="resolved_by_bot")
    rated += [event("survey", at(days=3), "s1", thumbs_up=False)]
    silent = [*talk("s2", at()), event("survey", at(1), "s2", nps_score=9)]
    found = facts(events=[*rated, *silent])
    assert by_session(found.conversations, "rated") == {"s1": True, "s2": False}
