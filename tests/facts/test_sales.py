"""Credit for deals and orders. Expected by hand, from the contract's one rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.build import at, by_session, event, facts, talk

TICK = dt.timedelta(microseconds=1)
DAY = dt.timedelta(days=1)
HOUR_LATER = at(60)
SHOPS = {
    "bots": [
        {"id": "b1", "type": "support"},
        {"id": "b2", "type": "shop"},
        {"id": "b3", "type": "sales", "attribution_days": 2},
    ]
}
Row = dict[str, Any]


def order(order_id: str = "o1", ordered_at: dt.datetime = HOUR_LATER, **rest: Any) -> Row:
    return {"order_id": order_id, "ordered_at": ordered_at, "amount": 10.0, **rest}


def credited(row: Row, *events: Row, **rest: Any) -> tuple[str | None, ...]:
    """Credit, bot and session of the only order."""
    got = facts(events=events, orders=[row], settings=SHOPS, **rest).orders.row(0, named=True)
    return got["credit"], got["credit_bot_id"], got["credit_session_id"]


NONE = (None, None, None)
ASSISTED = ("assisted", "b1", "s1")
DIRECT = ("direct", "b1", "s1")


# --- orders: direct ---


def test_an_order_in_a_meaningful_conversation_is_direct() -> None:
    assert credited(order(session_id="s1"), *talk("s1", at())) == DIRECT


def test_a_direct_order_has_no_window() -> None:
    assert credited(order(ordered_at=at(days=300), session_id="s1"), *talk("s1", at())) == DIRECT


@pytest.mark.parametrize(
    ("ordered_at", "expected"), [(at(), NONE), (at() + TICK, DIRECT), (at() - DAY, NONE)]
)
def test_the_user_must_have_written_before(ordered_at: dt.datetime, expected: Any) -> None:
    assert credited(order(ordered_at=ordered_at, session_id="s1"), *talk("s1", at())) == expected


def test_a_conversation_that_is_not_meaningful_earns_nothing() -> None:
    few = [event("message.user", at(), "s1"), event("message.bot", at(1), "s1")]
    assert credited(order(session_id="s1"), *few) == NONE


def test_of_several_the_one_at_the_orders_bot_else_the_earliest() -> None:
    events = [*talk("s1", at(9), bot_id="b1"), *talk("s1", at(3), bot_id="b2")]
    assert credited(order(session_id="s1", bot_id="b1"), *events)[1] == "b1"
    assert credited(order(session_id="s1"), *events)[1] == "b2"
    assert credited(order(session_id="s1", bot_id="b3"), *events)[1] == "b2"
    tied = [*talk("s1", at(), bot_id="b2"), *talk("s1", at(), bot_id="b1")]
    assert credited(order(session_id="s1"), *tied)[1] == "b1"


# --- orders: assisted ---


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (at(60) - 7 * DAY, ASSISTED),
        (at(60) - 7 * DAY - TICK, NONE),
        (at(60) - TICK, ASSISTED),
        (at(60), NONE),
    ],
)
def test_the_order_window_is_half_open(start: dt.datetime, expected: Any) -> None:
    assert credited(order(user_id="u1"), *talk("s1", start, user_id="u1")) == expected


def test_user_or_visitor_at_any_bot() -> None:
    assert credited(order(visitor_id="v1"), *talk("s1", at(), visitor_id="v1")) == ASSISTED
    elsewhere = talk("s1", at(), user_id="u1", bot_id="b2")
    assert credited(order(user_id="u1", bot_id="b1"), *elsewhere) == ("assisted", "b2", "s1")
    # A user is not a visitor of the same name.
    assert credited(order(user_id="x"), *talk("s1", at(), visitor_id="x")) == NONE
    assert credited(order(), *talk("s1", at())) == NONE


def test_the_orders_people_come_from_its_session_where_it_has_none() -> None:
    basket = event("error", at(50), "shop", user_id="u1", visitor_id="v1", bot_id="b2")
    for who in ("user_id", "visitor_id"):
        person = {who: "u1" if who == "user_id" else "v1"}
        events = [basket, *talk("s1", at(), **person)]
        assert credited(order(session_id="shop"), *events) == ASSISTED
        assert credited(order(session_id="shop", **{who: "else"}), *events) == NONE


def test_direct_comes_before_assisted() -> None:
    events = [*talk("s1", at(), user_id="u1"), *talk("s2", at(30), user_id="u1")]
    assert credited(order(session_id="s1", user_id="u1"), *events) == DIRECT


def test_the_latest_conversation_is_credited_with_ties_by_bot() -> None:
    events = [*talk("s1", at(), user_id="u1"), *talk("s2", at(30), visitor_id="v1")]
    assert credited(order(user_id="u1", visitor_id="v1"), *events) == ("assisted", "b1", "s2")
    tied = [*talk("s1", at(30), user_id="u1", bot_id="b2"), *events]
    assert credited(order(user_id="u1", visitor_id="v1"), *tied) == ("assisted", "b1", "s2")
    tied = [*talk("s0", at(30), user_id="u1", bot_id="b0"), *events]
    assert credited(order(user_id="u1", visitor_id="v1"), *tied) == ("assisted", "b0", "s0")


def test_the_latest_to_start_wins_though_its_user_wrote_before_the_others() -> None:
    # s2 starts late but its user writes at once; s1 starts first and its user writes last.
    s1 = [event("session_started", at(0), "s1", user_id="u1"), *talk("s1", at(40), user_id="u1")]
    s2 = talk("s2", at(20), user_id="u1")
    assert credited(order(user_id="u1"), *s1, *s2)[2] == "s2"
    # And one whose user writes only after the order does not hide the one before it.
    s3 = [event("session_started", at(50), "s3", user_id="u1"), *talk("s3", at(61), user_id="u1")]
    assert credited(order(user_id="u1"), *s1, *s2, *s3)[2] == "s2"


# --- orders: what they are and take over ---


def test_an_order_that_is_a_won_deal_with_its_lead_is_no_order() -> None:
    lead = {"lead_id": "l1", "created_at": at(), "source": "chatbot"}
    deal = {"deal_id": "d1", "lead_id": "l1", "closed_at": at(days=1), "order_id": "o1"}
    rows = [order("o1"), order("o2")]
    for stage, leads, as_of, left in (
        ("won", [lead], at(days=9), ["o2"]),
        ("lost", [lead], at(days=9), ["o1", "o2"]),
        ("won", [], at(days=9), ["o1", "o2"]),
        ("won", [lead], at(days=0.5), ["o1", "o2"]),  # not yet won
    ):
        deals = [{"stage": stage, **deal}]
        got = facts(events=[], orders=rows, deals=deals, leads=leads, as_of=as_of).orders
        assert got["order_id"].to_list() == left


def test_an_order_without_bot_takes_its_sessions() -> None:
    events = [event("error", at(0), "s1", bot_id="b2", language="de"), *talk("s1", at(9))]
    rows = [order("o1", session_id="s1"), order("o2", session_id="s1", bot_id="b1"), order("o3")]
    got = facts(events=events, orders=rows).orders
    assert got["bot_id"].to_list() == ["b2", "b1", None]
    assert got["language"].to_list() == ["de", None, None]


def test_a_conversation_knows_that_it_sold_something() -> None:
    events = [*talk("s1", at(), user_id="u1"), *talk("s2", at(5)), *talk("s3", at(9))]
    leads = [
        {"lead_id": "l1", "created_at": at(9), "source": "form", "session_id": "s2"},
        {"lead_id": "l2", "created_at": at(9), "source": "chatbot", "session_id": "s3"},
    ]
    deals = [
        {"deal_id": f"d{n}", "lead_id": f"l{n}", "stage": stage, "closed_at": at(days=1)}
        for n, stage in ((1, "won"), (2, "lost"))
    ]
    found = facts(events=events, orders=[order(user_id="u1")], leads=leads, deals=deals)
    credited_orders = by_session(found.conversations, "order_credited")
    assert credited_orders == {"s1": True, "s2": False, "s3": False}
    assert by_session(found.conversations, "lead_won") == {"s1": False, "s2": True, "s3": False}


# --- deals ---


def sold(lead: Row, *events: Row, **deal: Any) -> tuple[str | None, ...]:
    """Credit, bot and session of the only deal, won after 100 days unless said otherwise."""
    rows = [{"deal_id": "d1", "lead_id": "l1", "stage": "won", "closed_at": at(days=100)} | deal]
    leads = [{"lead_id": "l1", "created_at": at(), "source": "form"} | lead]
    got = facts(events=events, leads=leads, deals=rows, settings=SHOPS).deals.row(0, named=True)
    return got["credit"], got["credit_bot_id"], got["credit_session_id"]


def test_a_chatbot_leads_deal_is_sourced_by_the_leads_bot() -> None:
    chatbot = {"source": "chatbot", "bot_id": "b2"}
    assert sold(chatbot) == ("sourced", "b2", None)
    assert sold(chatbot, created_at=at()) == ("sourced", "b2", None)
    assert sold(chatbot, created_at=at() - TICK) == NONE
    assert sold(chatbot, stage="open", closed_at=None) == ("sourced", "b2", None)
    assert sold({"source": "chatbot"}) == ("sourced", None, None)


def test_a_sourced_deal_is_not_assisted_too() -> None:
    events = talk("s1", at(days=99), user_id="u1", bot_id="b1")
    assert sold({"source": "chatbot", "bot_id": "b2", "user_id": "u1"}, *events)[:2] == (
        "sourced",
        "b2",
    )
    early = {"created_at": at(days=-1)}
    assert sold({"source": "chatbot", "user_id": "u1"}, *events, **early) == ASSISTED


@pytest.mark.parametrize(
    ("bot", "start", "hit"),
    [
        ("b1", at(days=10), True),
        ("b1", at(days=10) - TICK, False),
        ("b2", at(days=86), True),
        ("b2", at(days=86) - TICK, False),
        ("b3", at(days=98), True),
        ("b3", at(days=98) - TICK, False),
        ("b9", at(days=10), True),  # not in the configuration: 90 days
        ("b9", at(days=10) - TICK, False),
        ("b1", at(days=100) - TICK, True),
        ("b1", at(days=100), False),
    ],
)
def test_the_attribution_window_is_that_of_the_conversations_bot(
    bot: str,
    start: dt.datetime,
    hit: bool,  # noqa: FBT001
) -> None:
    events = talk("s1", start, user_id="u1", bot_id=bot)
    assert sold({"user_id": "u1"}, *events) == (("assisted", bot, "s1") if hit else NONE)


def test_a_project_without_bots_has_the_usual_window() -> None:
    leads = [{"lead_id": "l1", "created_at": at(), "source": "form", "user_id": "u1"}]
    deals = [{"deal_id": "d1", "lead_id": "l1", "stage": "won", "closed_at": at(days=90)}]
    for start, credit in ((at(), "assisted"), (at() - TICK, None)):
        events = talk("s1", start, user_id="u1")
        got = facts(events=events, leads=leads, deals=deals, settings={"bots": []}).deals
        assert got["credit"].to_list() == [credit]


def test_what_makes_a_conversation_the_leads() -> None:
    day = at(days=99)
    assert sold({}, *talk("s1", day)) == NONE
    assert sold({"session_id": "s1"}, *talk("s1", day)) == ASSISTED
    assert sold({"session_id": "s1"}, *talk("s1", day, bot_id="b3")) == ("assisted", "b3", "s1")
    assert sold({"user_id": "u1"}, *talk("s1", day, user_id="u1")) == ASSISTED
    named = event("lead_created", day, "s1", lead_id="l1")
    assert sold({"session_id": "s2"}, *talk("s1", day), named) == ASSISTED
    other = event("lead_created", day, "s1", lead_id="l2")
    assert sold({"session_id": "s2"}, *talk("s1", day), other) == NONE


def test_the_latest_in_its_own_bots_window_wins() -> None:
    events = [
        *talk("long", at(days=50), user_id="u1", bot_id="b1"),
        *talk("short", at(days=90), user_id="u1", bot_id="b2"),
        *talk("shut", at(days=95), user_id="u1", bot_id="b3"),  # its two days have passed
    ]
    assert sold({"user_id": "u1"}, *events) == ("assisted", "b2", "short")


def test_open_deals_and_deals_without_their_lead_are_not_assisted() -> None:
    events = talk("s1", at(days=1), user_id="u1")
    assert sold({"user_id": "u1"}, *events, stage="open", closed_at=None) == NONE
    assert sold({"user_id": "u1"}, *events, lead_id="nobody") == NONE
    assert sold({"user_id": "u1"}, *events, stage="lost", closed_at=at(days=2)) == ASSISTED


def test_a_deal_takes_its_leads_bot_and_dimensions() -> None:
    events = [event("session_started", at(), "s1", bot_id="b2", language="de")]
    leads = [{"lead_id": "l1", "created_at": at(), "source": "form", "session_id": "s1"}]
    rows = [
        {"deal_id": "d1", "lead_id": "l1", "stage": "open", "closed_at": at(days=9)},
        {"deal_id": "d2", "lead_id": "l2", "stage": "open"},
    ]
    got = facts(events=events, leads=leads, deals=rows).deals.sort("deal_id")
    assert got.select("bot_id", "language", "closed_at").rows() == [("b2", "de", None), (None,) * 3]
