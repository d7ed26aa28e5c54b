"""Leads and journeys. Expected by hand, from the contract's section on facts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.build import at, event, facts, talk

TICK = dt.timedelta(microseconds=1)
Row = dict[str, Any]


def lead(lead_id: str = "l1", **rest: Any) -> Row:
    return {"lead_id": lead_id, "created_at": at(60), "source": "chatbot", **rest}


def deal(deal_id: str, stage: str = "won", **rest: Any) -> Row:
    closed = {} if stage == "open" else {"closed_at": at(days=20)}
    return {"deal_id": deal_id, "lead_id": "l1", "stage": stage, **closed, **rest}


def placed(row: Row, *events: Row, **settings: Any) -> Row:
    """The only lead, among those events."""
    return facts(events=events, leads=[row], settings=settings).leads.row(0, named=True)


def journey(row: Row, *events: Row, deals: list[Row] | None = None, **rest: Any) -> Row:
    """The only journey, among those events and deals."""
    got = facts(events=events, leads=[row], deals=deals or [], **rest)
    return got.journeys.row(0, named=True)


def created(minute: float, session: str, **rest: Any) -> Row:
    return event("lead_created", at(minute), session, lead_id="l1", **rest)


# --- session, bot, dimensions ---


def test_a_leads_session_is_its_own_else_that_of_its_first_event() -> None:
    events = [created(5, "late"), created(2, "tied", seq=9), created(2, "first", seq=8)]
    assert placed(lead(), *events)["session_id"] == "first"
    assert placed(lead(session_id="own"), *events)["session_id"] == "own"
    assert placed(lead())["session_id"] is None


def test_a_leads_bot_is_its_own_then_its_sessions_then_its_events() -> None:
    here = event("message.user", at(0), "s1", bot_id="b1")
    assert placed(lead(bot_id="own", session_id="s1"), here)["bot_id"] == "own"
    assert placed(lead(session_id="s1"), here)["bot_id"] == "b1"
    # A session that is no conversation: the bot of the event.
    assert placed(lead(session_id="unknown"), created(0, "s1", bot_id="b2"))["bot_id"] == "b2"
    assert placed(lead(session_id="unknown"))["bot_id"] is None


def test_a_session_at_two_bots_gives_the_bot_of_the_earlier_conversation() -> None:
    events = [event("message.user", at(2), "s1", bot_id="b1"), created(3, "s1", bot_id="b1")]
    assert placed(lead(), *events, event("error", at(1), "s1", bot_id="b2"))["bot_id"] == "b2"
    tied = [event("error", at(2), "s1", bot_id=bot) for bot in ("b3", "b2")]
    assert placed(lead(session_id="s1"), *tied)["bot_id"] == "b2"


def test_a_lead_inherits_from_its_sessions_conversation_at_its_own_bot_first() -> None:
    events = [
        event("session_started", at(1), "s1", bot_id="b2", language="en", utm_source="ad"),
        event("session_started", at(2), "s1", bot_id="b1", language="de", page_type="home"),
    ]
    own = placed(lead(session_id="s1", bot_id="b1"), *events)
    assert (own["language"], own["page_type"], own["utm_source"]) == ("de", "home", None)
    other = placed(lead(session_id="s1", bot_id="b9"), *events)
    assert (other["language"], other["utm_source"], other["bot_id"]) == ("en", "ad", "b9")


def test_events_of_a_silent_outbound_session_create_no_lead() -> None:
    opened = event("session_started", at(0), "s1", direction="outbound")
    got = placed(lead(), opened, created(1, "s1"))
    assert (got["session_id"], got["bot_id"]) == (None, None)


def test_qualified_is_given_or_all_fields_present() -> None:
    fields = {"qualifying_fields": ["lead_score", "mql_at"]}
    both = {"lead_score": 1.0, "mql_at": at(61)}
    rows = [
        (lead(**both), True),
        (lead(lead_score=1.0, mql_at=None), False),
        (lead(qualified=False, **both), False),
        (lead(qualified=True, lead_score=None, mql_at=None), True),
        (lead(qualified=None, **both), True),
        (lead(lead_score=1.0, mql_at=at(days=999)), False),  # not yet known at as_of
    ]
    for row, expected in rows:
        assert placed(row, **fields)["qualified"] is expected
    assert placed(lead(**both))["qualified"] is None
    assert "qualified" in facts(events=[], leads=[lead(**both)], settings=fields).supplied["leads"]
    some = facts(events=[], leads=[lead(lead_score=1.0)], settings=fields)
    assert "qualified" not in some.supplied["leads"]


def test_won_is_any_won_deal() -> None:
    for stages, expected in (
        ([], (False, False)),
        (["open", "lost"], (True, False)),
        (["lost", "won", "open"], (True, True)),
    ):
        deals = [deal(f"d{n}", stage) for n, stage in enumerate(stages)]
        row = facts(events=[], leads=[lead()], deals=deals).leads.row(0, named=True)
        assert (row["has_deal"], row["won"]) == expected


# --- start ---


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (lead(session_id="s2"), at(30)),
        (lead(session_id="s2", user_id="u1"), at(10)),
        (lead(user_id="u1", bot_id="b1"), at(10)),
        (lead(user_id="u1"), at(60)),  # no bot: no conversation with it
        (lead(user_id="u1", bot_id="b2"), at(5)),
        (lead(user_id="u1", bot_id="b3"), at(60)),
        (lead(session_id="s2", user_id="u1", created_at=at(10)), at(10)),
        (lead(session_id="s2", user_id="u1", created_at=at(10) - TICK), at(10) - TICK),
        (lead(session_id="s2", created_at=at(30) - TICK), at(30) - TICK),
        (lead(session_id="s2", source="form"), at(60)),
        (lead(session_id="s2", source="form", first_form_fill_at=at(-9)), at(-9)),
        (lead(session_id="s2", source="form", first_form_fill_at=at(99)), at(99)),
        (lead(session_id="s2", source="other", first_form_fill_at=at(-9)), at(60)),
        (lead(first_form_fill_at=at(-9)), at(60)),
    ],
)
def test_start_at(row: Row, expected: dt.datetime) -> None:
    events = [
        event("message.user", at(5), "s0", user_id="u1", bot_id="b2"),
        event("message.user", at(10), "s1", user_id="u1"),
        event("message.user", at(30), "s2"),
    ]
    assert placed(row, *events)["start_at"] == expected


# --- the deal of a journey ---


def test_a_journey_without_deal_is_open_until_as_of() -> None:
    got = journey(lead(created_at=at()), as_of=at(days=3) - TICK)
    assert (got["status"], got["closed_at"], got["deal_id"], got["days"]) == ("open", None, None, 2)
    assert got["arm"] == "chatbot"


def test_the_first_won_deal_ends_the_journey() -> None:
    deals = [
        deal("d4", "won", closed_at=at(days=9)),
        deal("d3", "won", closed_at=at(days=7)),
        deal("d2", "won", closed_at=at(days=7)),
        deal("d1", "lost", closed_at=at(days=1)),
    ]
    got = journey(lead(), deals=deals)
    assert (got["deal_id"], got["status"]) == ("d2", "won")


def test_else_the_newest_deal_by_created_at_and_id() -> None:
    deals = [
        deal("d9", "lost", created_at=None),
        deal("d1", "lost", created_at=at(days=2)),
        deal("d3", "open", created_at=at(days=3)),
        deal("d2", "lost", created_at=at(days=3)),
    ]
    got = journey(lead(), deals=deals)
    assert (got["deal_id"], got["status"], got["closed_at"]) == ("d3", "open", None)
    assert journey(lead(), deals=deals[:1])["deal_id"] == "d9"


@pytest.mark.parametrize(
    ("elapsed", "days"),
    [
        (dt.timedelta(0), 0),
        (dt.timedelta(days=1) - TICK, 0),
        (dt.timedelta(days=1), 1),
        (dt.timedelta(days=30, hours=23), 30),
        (-TICK, -1),
    ],
)
def test_days_are_whole_and_negative_ones_stay_negative(elapsed: dt.timedelta, days: int) -> None:
    got = journey(lead(), deals=[deal("d1", closed_at=at(60) + elapsed)])
    assert got["days"] == days


def test_days_are_elapsed_time_across_a_change_of_clocks() -> None:
    # 71 hours between two local noons around Berlin's change of 2026-03-29.
    start = dt.datetime(2026, 3, 27, 11, tzinfo=dt.UTC)
    end = dt.datetime(2026, 3, 30, 10, tzinfo=dt.UTC)
    won = deal("d1", closed_at=end)
    got = journey(lead(created_at=start), deals=[won], settings={"timezone": "Europe/Berlin"})
    assert got["days"] == 2


def test_a_deal_closed_after_as_of_is_open_until_then() -> None:
    got = journey(lead(created_at=at()), deals=[deal("d1", amount=5.0)], as_of=at(days=10))
    assert (got["status"], got["days"], got["deal_id"]) == ("open", 10, "d1")


# --- arms ---


@pytest.mark.parametrize(
    ("created_at", "arm"),
    [(None, "chatbot"), (at(60), "chatbot"), (at(60) - TICK, "mixed")],
)
def test_a_chatbot_lead_whose_deal_was_there_before_is_mixed(
    created_at: dt.datetime | None, arm: str
) -> None:
    assert journey(lead(), deals=[deal("d1", created_at=created_at)])["arm"] == arm


def test_other_sources_are_mixed() -> None:
    assert journey(lead(source="other"))["arm"] == "mixed"


FORM = lead(source="form", user_id="u1", session_id="s1")


@pytest.mark.parametrize(
    ("events", "arm"),
    [
        ([], "form"),
        (talk("s9", at(), user_id="u9"), "form"),
        (talk("s9", at(), user_id="u1"), "mixed"),
        (talk("s1", at(), bot_id="b7"), "mixed"),
        ([*talk("s9", at()), created(2, "s9")], "mixed"),
        ([event("message.user", at(), "s1", user_id="u1")], "form"),  # not meaningful
        (talk("s9", at(days=20) - TICK, user_id="u1"), "mixed"),
        (talk("s9", at(days=20), user_id="u1"), "form"),  # it started after the deal closed
    ],
)
def test_a_form_lead_that_talked_to_a_bot_before_closing_is_mixed(
    events: list[Row], arm: str
) -> None:
    assert journey(FORM, *events, deals=[deal("d1")])["arm"] == arm


def test_an_open_form_journey_is_judged_at_as_of() -> None:
    events = talk("s9", at(days=5), user_id="u1")
    assert journey(FORM, *events, as_of=at(days=5))["arm"] == "form"
    assert journey(FORM, *events, as_of=at(days=6))["arm"] == "mixed"


def test_a_journey_carries_the_amount_and_dimensions() -> None:
    events = [event("session_started", at(), "s1", language="de")]
    got = journey(lead(session_id="s1"), *events, deals=[deal("d1", amount=7.5)])
    assert (got["amount"], got["amount_omitted"], got["language"]) == (7.5, False, "de")
    assert (got["bot_id"], got["source"], got["created_at"]) == ("b1", "chatbot", at(60))
