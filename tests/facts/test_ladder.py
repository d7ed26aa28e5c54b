"""The ladder. Expected by hand, from the contract: windows to the microsecond."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kpikit.facts import RUNGS
from tests.build import at, by_session, event, facts, talk

TICK = dt.timedelta(microseconds=1)
CLOSED = at(1.5)  # when talk("s1", at()) ends
WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(hours=24)
RESOLVED = "resolved_by_bot"


def ticket(created_at: dt.datetime, ticket_id: str = "t1", **rest: Any) -> dict[str, Any]:
    return {"ticket_id": ticket_id, "created_at": created_at, **rest}


def rung(*tickets: dict[str, Any], as_of: dt.datetime | None = None, **rest: Any) -> str:
    """The rung of one contained conversation with those tickets."""
    found = facts(events=talk("s1", at(), outcome=RESOLVED, **rest), tickets=tickets, as_of=as_of)
    return str(found.conversations["rung"].item())


# --- tickets ---


@pytest.mark.parametrize(
    ("created_at", "expected"),
    [
        (CLOSED - WEEK, "ticketed"),  # a ticket that names the session may come before
        (CLOSED, "ticketed"),
        (CLOSED + WEEK - TICK, "ticketed"),
        (CLOSED + WEEK, "durable"),
    ],
)
def test_a_ticket_naming_the_session_counts_until_the_window_ends(
    created_at: dt.datetime, expected: str
) -> None:
    assert rung(ticket(created_at, session_id="s1")) == expected


@pytest.mark.parametrize(
    ("created_at", "expected"),
    [
        (CLOSED - TICK, "durable"),
        (CLOSED, "ticketed"),
        (CLOSED + WEEK - TICK, "ticketed"),
        (CLOSED + WEEK, "durable"),
    ],
)
def test_a_ticket_naming_only_the_user_counts_within_the_window(
    created_at: dt.datetime, expected: str
) -> None:
    assert rung(ticket(created_at, user_id="u1"), user_id="u1") == expected


def test_a_ticket_that_names_another_session_is_not_the_users() -> None:
    assert rung(ticket(CLOSED, session_id="s2", user_id="u1"), user_id="u1") == "durable"
    assert rung(ticket(CLOSED, session_id="s2", user_id="u1")) == "durable"


def test_the_earliest_of_the_sessions_tickets_decides() -> None:
    late = ticket(CLOSED + 2 * WEEK, "t2", session_id="s1")
    assert rung(late, ticket(CLOSED + DAY, session_id="s1")) == "ticketed"
    assert rung(late) == "durable"


def test_an_earlier_ticket_of_the_user_does_not_hide_a_later_one() -> None:
    tickets = [ticket(at(-5), "t0", user_id="u1"), ticket(CLOSED + DAY, "t1", user_id="u1")]
    assert rung(*tickets, user_id="u1") == "ticketed"


def test_a_users_ticket_counts_against_every_conversation_whose_window_it_falls_in() -> None:
    events = [
        *talk("old", at(days=-9), outcome=RESOLVED, user_id="u1"),
        *talk("s1", at(days=-3), outcome=RESOLVED, user_id="u1", bot_id="b2"),
        *talk("s2", at(days=-2), outcome=RESOLVED, user_id="u1"),
        *talk("after", at(days=1), outcome=RESOLVED, user_id="u1"),
        *talk("other", at(days=-2), outcome=RESOLVED, user_id="u2"),
        *talk("open", at(days=-2), outcome="abandoned", user_id="u1"),
    ]
    found = facts(events=events, tickets=[ticket(at(), user_id="u1")]).conversations
    assert by_session(found, "rung") == {
        "old": "durable",
        "s1": "ticketed",
        "s2": "ticketed",
        "after": "durable",
        "other": "durable",
        "open": "abandoned",
    }


def test_a_ticket_naming_a_session_names_it_at_every_bot() -> None:
    events = [*talk("s1", at(), outcome=RESOLVED), *talk("s1", at(), outcome=RESOLVED, bot_id="b2")]
    found = facts(events=events, tickets=[ticket(CLOSED, session_id="s1")]).conversations
    assert found["rung"].to_list() == ["ticketed", "ticketed"]


def test_windows_are_elapsed_time_across_a_change_of_clocks() -> None:
    # Berlin loses an hour on 2026-03-29: the window is 168 hours, not seven local days.
    start = dt.datetime(2026, 3, 27, 12, tzinfo=dt.UTC)
    end = start + dt.timedelta(seconds=90) + dt.timedelta(hours=168)
    for created_at, expected in ((end - TICK, "ticketed"), (end, "durable")):
        found = facts(
            events=talk("s1", start, outcome=RESOLVED),
            tickets=[ticket(created_at, session_id="s1")],
            settings={"timezone": "Europe/Berlin"},
        )
        assert found.conversations["rung"].item() == expected


# --- returns ---


def returns(second: dt.datetime, *, first: dict[str, Any], again: dict[str, Any]) -> bool:
    """Whether a contained conversation of s1 counts as returned after one of s2."""
    events = [
        *talk("s1", at(), outcome=RESOLVED, **first),
        *talk("s2", second, outcome="abandoned", **again),
    ]
    found = facts(events=events, tickets=[]).conversations
    return bool(by_session(found, "returned")["s1"])


U1 = {"user_id": "u1"}


@pytest.mark.parametrize(
    ("second", "expected"),
    [(CLOSED, False), (CLOSED + TICK, True), (CLOSED + DAY, True), (CLOSED + DAY + TICK, False)],
)
def test_a_return_starts_after_the_close_and_up_to_the_end_of_the_window(
    second: dt.datetime,
    expected: bool,  # noqa: FBT001
) -> None:
    assert returns(second, first=U1, again=U1) is expected


@pytest.mark.parametrize(
    ("first", "again", "expected"),
    [
        ({"user_id": "u1", "intent": "i"}, {"user_id": "u1", "intent": "i"}, True),
        ({"user_id": "u1", "intent": "i"}, {"user_id": "u1", "intent": "j"}, False),
        ({"user_id": "u1", "intent": None}, {"user_id": "u1", "intent": None}, True),
        ({"user_id": "u1", "intent": "i"}, {"user_id": "u1", "intent": None}, False),
        ({"user_id": "u1"}, {"user_id": "u2"}, False),
        ({"user_id": None}, {"user_id": None}, False),
        ({"user_id": None, "visitor_id": "v"}, {"user_id": None, "visitor_id": "v"}, False),
        ({"user_id": "u1", "bot_id": "b1"}, {"user_id": "u1", "bot_id": "b2"}, False),
    ],
)
def test_a_return_is_the_same_user_bot_and_intent(
    first: dict[str, Any],
    again: dict[str, Any],
    expected: bool,  # noqa: FBT001
) -> None:
    assert returns(at(60), first=first, again=again) is expected


def test_a_conversation_is_not_its_own_return() -> None:
    # resolved_at lies before the start, so the start falls in the conversation's own window.
    early = event("outcome", at(3), "s1", outcome=RESOLVED, resolved_at=at(-60), **U1)
    alone = [event("message.user", at(), "s1", **U1), early]
    again = event("message.user", at(), "s2", **U1)  # starts at the same instant
    found = facts(events=alone, tickets=[]).conversations
    assert found["returned"].to_list() == [False]
    found = facts(events=[*alone, again], tickets=[]).conversations
    assert by_session(found, "returned")["s1"] is True


def test_many_users_who_all_came_back_once() -> None:
    # Each user's threads must stay apart however many there are.
    events = [
        row
        for user in range(500)
        for turn in range(2)
        for row in talk(
            f"s{turn}-{user}", at(user + 60 * turn), outcome=RESOLVED, user_id=f"u{user}"
        )
    ]
    found = by_session(facts(events=events, tickets=[]).conversations, "rung")
    assert {session for session, on in found.items() if on == "returned"} == {
        f"s0-{user}" for user in range(500)
    }


def test_ticketed_comes_before_returned() -> None:
    events = [*talk("s1", at(), outcome=RESOLVED, **U1), *talk("s2", at(60), **U1)]
    found = facts(events=events, tickets=[ticket(CLOSED, session_id="s1")]).conversations
    assert by_session(found, "rung")["s1"] == "ticketed"
    assert by_session(found, "returned")["s1"] is False


# --- maturity, linkability ---


@pytest.mark.parametrize(
    ("as_of", "expected"), [(CLOSED + WEEK - TICK, "pending"), (CLOSED + WEEK, "durable")]
)
def test_pending_until_both_windows_have_passed(as_of: dt.datetime, expected: str) -> None:
    assert rung(as_of=as_of, **U1) == expected


def test_the_longer_window_decides() -> None:
    days = {"windows": {"ticket_days": 1, "return_hours": 48}}
    for hours, expected in ((47, "pending"), (48, "durable")):
        found = facts(
            events=talk("s1", at(), outcome=RESOLVED, **U1),
            tickets=[],
            settings=days,
            as_of=CLOSED + dt.timedelta(hours=hours),
        )
        assert found.conversations["rung"].item() == expected


def test_a_confirmed_resolution_is_mature_and_linkable_at_once() -> None:
    events = [
        event("message.user", at(), "s1"),
        event("outcome", at(1), "s1", outcome=RESOLVED, confirmed=True),
    ]
    c = facts(events=events, tickets=[], as_of=at(1)).conversations.row(0, named=True)
    assert (c["mature"], c["linkable"], c["rung"]) == (True, True, "durable")


def test_without_user_or_any_ticket_with_a_session_a_claim_is_unverifiable() -> None:
    assert rung() == "unverifiable"
    assert rung(ticket(at(days=300), user_id="u9")) == "unverifiable"
    assert rung(ticket(at(days=300), session_id="elsewhere")) == "durable"
    assert rung(user_id="u1") == "durable"
    # Not visible at as_of, so it links nothing.
    assert rung(ticket(at(days=20), session_id="x"), as_of=at(days=19)) == "unverifiable"


def test_tickets_of_test_sessions_link_nothing() -> None:
    events = [
        *talk("s1", at(), outcome=RESOLVED),
        event("message.user", at(), "s2", is_test=True),
    ]
    found = facts(events=events, tickets=[ticket(at(), session_id="s2")]).conversations
    assert found["rung"].to_list() == ["unverifiable"]


# --- rungs ---


def test_escalated_unknown_and_abandoned_come_first() -> None:
    named = [ticket(at(), f"t{n}", session_id=f"s{n}") for n in range(1, 5)]
    events = [
        *talk("s1", at(0), outcome=RESOLVED),
        event("escalation", at(2), "s1"),
        *talk("s2", at(1)),
        *talk("s3", at(2), outcome="abandoned"),
        *talk("s4", at(3), outcome="escalated"),
    ]
    found = facts(events=events, tickets=named).conversations
    assert found["rung"].to_list() == ["escalated", "unknown", "abandoned", "escalated"]
    assert found["ticketed"].to_list() == [False] * 4


def test_without_a_tickets_table_contained_conversations_have_no_rung() -> None:
    events = [
        *talk("s1", at(0), outcome=RESOLVED, **U1),
        *talk("s2", at(1)),
        *talk("s3", at(2), outcome="abandoned"),
        *talk("s4", at(3), outcome="escalated"),
    ]
    found = facts(events=events).conversations
    assert found["rung"].to_list() == [None, "unknown", "abandoned", "escalated"]
    assert found["ticketed"].to_list() == found["returned"].to_list() == [None] * 4
    assert found["mature"].to_list() == [True] * 4


def test_the_rungs_are_the_contracts_in_its_order() -> None:
    assert RUNGS == (
        "escalated", "unknown", "abandoned", "ticketed", "returned", "pending", "unverifiable",
        "durable",
    )  # fmt: skip
