"""What a report may see. Expected by hand, from the contract's order of work."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit.errors import DataError
from kpikit.visible import default_as_of, visible
from tests.build import at, config, event, tables, talk

if TYPE_CHECKING:
    from kpikit.visible import Visible

NOW = at(days=10)
TICK = dt.timedelta(microseconds=1)


def see(
    *, as_of: dt.datetime = NOW, settings: dict[str, Any] | None = None, **rows: Any
) -> Visible:
    return visible(tables(**rows), as_of=as_of, config=config(**(settings or {})))


def column(of: Visible, name: str, column: str) -> list[Any]:
    return of.tables[name].frame.sort("seq").collect()[column].to_list()


def ticket(ticket_id: str, created_at: dt.datetime, **rest: Any) -> dict[str, Any]:
    return {"ticket_id": ticket_id, "created_at": created_at, **rest}


def lead(lead_id: str, **rest: Any) -> dict[str, Any]:
    return {"lead_id": lead_id, "created_at": at(), "source": "chatbot", **rest}


# --- as_of ---


def test_a_row_is_visible_up_to_and_including_as_of() -> None:
    rows = [event("error", NOW, "s1"), event("error", NOW + TICK, "s2")]
    assert column(see(events=rows), "events", "session_id") == ["s1"]
    assert see(events=rows).left_out["later"] == 1


def test_later_timestamps_of_a_visible_row_read_as_null() -> None:
    rows = [
        event("outcome", at(), "s1", resolved_at=NOW),
        event("outcome", at(), "s2", resolved_at=NOW + TICK),
    ]
    seen = see(events=rows, tickets=[ticket("t1", at(), closed_at=NOW + TICK, due_at=NOW)])
    assert column(seen, "events", "resolved_at") == [NOW, None]
    assert column(seen, "tickets", "closed_at") == [None]
    assert column(seen, "tickets", "due_at") == [NOW]


def test_a_deal_closed_later_reads_as_open() -> None:
    deals = [
        {"deal_id": "d1", "lead_id": "l", "stage": "won", "closed_at": NOW},
        {"deal_id": "d2", "lead_id": "l", "stage": "lost", "closed_at": NOW + TICK},
    ]
    seen = see(events=[], deals=deals)
    assert column(seen, "deals", "stage") == ["won", "open"]
    assert column(seen, "deals", "closed_at") == [NOW, None]


def test_a_deal_is_judged_by_created_at_and_visible_without() -> None:
    deals = [
        {"deal_id": "d1", "lead_id": "l", "stage": "open", "created_at": None},
        {"deal_id": "d2", "lead_id": "l", "stage": "open", "created_at": NOW},
        {"deal_id": "d3", "lead_id": "l", "stage": "open", "created_at": NOW + TICK},
    ]
    assert column(see(events=[], deals=deals), "deals", "deal_id") == ["d1", "d2"]


def test_a_review_is_judged_by_reviewed_at_too() -> None:
    base = {"kind": "hallucination", "bot_id": "b1", "passed": True}
    reviews = [
        {"review_id": "r1", "item_at": at(), "reviewed_at": NOW, **base},
        {"review_id": "r2", "item_at": at(), "reviewed_at": NOW + TICK, **base},
        {"review_id": "r3", "item_at": at(), "reviewed_at": None, **base},
        {"review_id": "r4", "item_at": NOW + TICK, "reviewed_at": None, **base},
    ]
    assert column(see(events=[], reviews=reviews), "reviews", "review_id") == ["r1", "r3"]


@pytest.mark.parametrize(
    ("timezone", "days"),
    # 2026-03-29 22:30 UTC is half past midnight of the 30th in Berlin.
    [("UTC", [28, 29]), ("Europe/Berlin", [28, 29, 30]), ("America/New_York", [28, 29])],
)
def test_a_day_is_visible_up_to_the_local_day_of_as_of(timezone: str, days: list[int]) -> None:
    rows = [
        {"bot_id": "b1", "date": dt.date(2026, 3, day), "category": "people", "amount": 1.0,
         "end_date": dt.date(2026, 12, 31)}
        for day in (28, 29, 30, 31)
    ]  # fmt: skip
    as_of = dt.datetime(2026, 3, 29, 22, 30, tzinfo=dt.UTC)
    seen = see(events=[], costs=rows, as_of=as_of, settings={"timezone": timezone})
    assert [day.day for day in column(seen, "costs", "date")] == days
    # The end of a cost that is spread may lie ahead.
    assert set(column(seen, "costs", "end_date")) == {dt.date(2026, 12, 31)}


def test_the_local_day_of_as_of_changes_with_the_clocks() -> None:
    # Berlin is UTC+1 until 2026-03-29 01:00 UTC and UTC+2 after: 22:30 UTC is 23:30, then 00:30.
    rows = [{"date": dt.date(2026, 3, d), "currency": "EUR", "rate": 1.0} for d in (28, 29, 30)]
    for day, last in ((28, 28), (29, 30)):
        as_of = dt.datetime(2026, 3, day, 22, 30, tzinfo=dt.UTC)
        seen = see(events=[], fx=rows, as_of=as_of, settings={"timezone": "Europe/Berlin"})
        assert column(seen, "fx", "date")[-1].day == last


def test_default_as_of_is_the_newest_event_test_sessions_included() -> None:
    rows = [event("error", at(1)), event("error", at(5), "s2", is_test=True), event("error", at(3))]
    assert default_as_of(tables(events=rows)) == at(5)


def test_default_as_of_needs_an_event() -> None:
    with pytest.raises(DataError, match="events: there is no row"):
        default_as_of(tables(events=[]))


# --- duplicates ---


def test_an_event_id_repeated_within_its_session_is_one_event() -> None:
    rows = [
        event("message.user", at(2), "s1", event_id="e1", intent="later"),
        event("message.user", at(1), "s1", event_id="e1", intent="earliest"),
        event("message.user", at(2), "s2", event_id="e1", intent="another session"),
        event("message.user", at(2), "s1", event_id="e1", intent="another bot", bot_id="b2"),
        event("message.user", at(2), "s1", event_id=None, intent="no id"),
        event("message.user", at(2), "s1", event_id=None, intent="no id either"),
    ]
    seen = see(events=rows)
    kept = ["earliest", "another session", "another bot", "no id", "no id either"]
    assert column(seen, "events", "intent") == kept
    assert seen.left_out["duplicates"] == seen.left_out["events.duplicates"] == 1


def test_duplicates_at_the_same_instant_are_told_by_seq() -> None:
    rows = [ticket("t1", at(), seq=7, topic="seventh"), ticket("t1", at(), seq=3, topic="third")]
    assert column(see(events=[], tickets=rows), "tickets", "topic") == ["third"]


def test_of_repeated_deals_the_one_without_created_at_is_the_earliest() -> None:
    base = {"deal_id": "d1", "lead_id": "l", "stage": "open"}
    deals = [
        {**base, "created_at": at(), "amount": 1.0},
        {**base, "created_at": None, "amount": 2.0},
    ]
    assert column(see(events=[], deals=deals), "deals", "amount") == [2.0]


def test_as_of_comes_before_duplicates() -> None:
    # The earlier delivery of r1 was reviewed after as_of: then the later one is all there is.
    base = {"review_id": "r1", "kind": "intent", "bot_id": "b1", "passed": True}
    reviews = [
        {**base, "item_at": at(1), "reviewed_at": NOW + TICK, "reviewer": "a"},
        {**base, "item_at": at(2), "reviewed_at": at(3), "reviewer": "b"},
    ]
    assert column(see(events=[], reviews=reviews), "reviews", "reviewer") == ["b"]


# --- test sessions ---


def test_a_test_session_goes_with_everything_that_names_it() -> None:
    rows = [
        *talk("test", at()),
        event("error", at(9), "test", is_test=True),
        event("lead_created", at(3), "test", lead_id="l2"),
        *talk("real", at()),
        event("lead_created", at(3), "real", lead_id="l3"),
    ]
    deals = [{"deal_id": f"d{n}", "lead_id": f"l{n}", "stage": "open"} for n in (1, 2, 3)]
    order = {"ordered_at": at(), "amount": 1.0}
    review = {"kind": "intent", "item_at": at(), "passed": True, "bot_id": "b1"}
    seen = see(
        events=rows,
        tickets=[ticket("t1", at(), session_id="test"), ticket("t2", at(), session_id="real")],
        leads=[lead("l1", session_id="test"), lead("l2"), lead("l3")],
        deals=deals,
        orders=[{"order_id": f"o-{s}", "session_id": s, **order} for s in ("test", "real")],
        reviews=[{"review_id": f"r-{s}", "session_id": s, **review} for s in ("test", "real")],
    )
    assert set(column(seen, "events", "session_id")) == {"real"}
    assert column(seen, "tickets", "ticket_id") == ["t2"]
    assert column(seen, "leads", "lead_id") == ["l3"]
    assert column(seen, "deals", "deal_id") == ["d3"]
    assert column(seen, "orders", "order_id") == ["o-real"]
    assert column(seen, "reviews", "review_id") == ["r-real"]
    assert seen.left_out["test"] == 1
    assert seen.left_out["named"] == 1 + 2 + 2 + 1 + 1


def test_the_same_session_at_another_bot_is_no_test_but_its_tickets_name_both() -> None:
    rows = [
        event("message.user", at(), "s1", is_test=True, bot_id="b1"),
        event("message.user", at(), "s1", bot_id="b2"),
    ]
    review = {"kind": "intent", "item_at": at(), "passed": True, "session_id": "s1"}
    seen = see(
        events=rows,
        tickets=[ticket("t1", at(), session_id="s1")],
        reviews=[{"review_id": b, "bot_id": b, **review} for b in ("b1", "b2")],
    )
    assert column(seen, "events", "bot_id") == ["b2"]
    assert column(seen, "tickets", "ticket_id") == []
    assert column(seen, "reviews", "review_id") == ["b2"]


def test_a_test_event_without_session_goes_alone() -> None:
    rows = [
        event("widget_shown", at(), None, is_test=True, visitor_id="v1"),
        event("widget_shown", at(), None, visitor_id="v2"),
    ]
    seen = see(events=rows)
    assert column(seen, "events", "visitor_id") == ["v2"]
    assert seen.left_out["test"] == 0


def test_a_test_row_after_as_of_is_not_known_yet() -> None:
    rows = [event("message.user", at(), "s1"), event("error", NOW + TICK, "s1", is_test=True)]
    assert column(see(events=rows), "events", "session_id") == ["s1"]


# --- erased users ---


def test_an_erased_user_goes_with_sessions_leads_deals_and_all() -> None:
    request = {"user_id": "gone", "requested_at": NOW + 100 * TICK}  # holds whatever the as_of
    rows = [
        event("message.user", at(), "s1"),
        event("message.user", at(1), "s1", user_id="gone"),
        event("lead_created", at(1), "s1", lead_id="l1"),
        event("widget_shown", at(), None, user_id="gone"),
        event("message.user", at(), "s2", user_id="stays"),
    ]
    order = {"ordered_at": at(), "amount": 1.0}
    assignment = {"experiment_id": "x", "arm": "control", "assigned_at": at()}
    seen = see(
        events=rows,
        erasures=[request],
        tickets=[ticket("t1", at(), user_id="gone"), ticket("t2", at(), user_id="stays")],
        leads=[lead("l1"), lead("l2", user_id="gone"), lead("l3", user_id="stays")],
        deals=[{"deal_id": f"d{n}", "lead_id": f"l{n}", "stage": "open"} for n in (1, 2, 3)],
        orders=[{"order_id": u, "user_id": u, **order} for u in ("gone", "stays")],
        touches=[
            {"touched_at": at(), "channel": "a", "user_id": "gone"},
            {"touched_at": at(), "channel": "b", "lead_id": "l2"},
            {"touched_at": at(), "channel": "c", "lead_id": "l3"},
        ],
        assignments=[
            {"unit": "user", "unit_id": "gone", **assignment},
            {"unit": "visitor", "unit_id": "gone", **assignment},
        ],
    )
    assert column(seen, "events", "session_id") == ["s2"]
    assert column(seen, "tickets", "ticket_id") == ["t2"]
    assert column(seen, "leads", "lead_id") == ["l3"]
    assert column(seen, "deals", "deal_id") == ["d3"]
    assert column(seen, "orders", "order_id") == ["stays"]
    assert column(seen, "touches", "channel") == ["c"]
    assert column(seen, "assignments", "unit") == ["visitor"]
    assert (seen.left_out["erased"], seen.left_out["test"]) == (1, 0)


# --- outbound ---


def outbound(session: str, **rest: Any) -> dict[str, Any]:
    return event("session_started", at(), session, direction="outbound", **rest)


def test_an_outbound_session_counts_apart_unless_the_user_writes() -> None:
    rows = [
        outbound("silent"),
        event("message.bot", at(1), "silent"),
        event("survey", at(2), "silent", csat_score=5.0),
        outbound("answered"),
        event("message.user", at(1), "answered"),
        event("session_started", at(), "inbound", direction="inbound"),
    ]
    seen = see(events=rows)
    assert sorted(set(column(seen, "events", "session_id"))) == ["answered", "inbound"]
    assert set(seen.outbound["session_id"]) == {"silent"}
    assert len(seen.outbound) == 3
    assert seen.left_out["outbound"] == 1


def test_the_first_direction_decides_and_a_widget_has_none() -> None:
    rows = [
        event("widget_shown", at(0), "s1", direction="outbound"),
        event("session_started", at(1), "s1", direction="inbound"),
        event("error", at(2), "s1", direction="outbound"),
    ]
    assert see(events=rows).left_out["outbound"] == 0


def test_a_test_session_is_not_counted_as_outbound_too() -> None:
    seen = see(events=[outbound("s1", is_test=True)])
    assert (seen.left_out["test"], seen.left_out["outbound"]) == (1, 0)


# --- shape ---


def test_every_column_of_the_schema_stays_in_a_visible_table() -> None:
    before = tables(events=talk("s1", at()), leads=[])
    after = visible(before, as_of=NOW, config=config()).tables
    for name in ("events", "leads"):
        assert after[name].frame.collect_schema() == before[name].frame.collect_schema()
        assert after[name].columns == before[name].columns


def test_no_rows_at_all() -> None:
    seen = see(events=[], erasures=[], tickets=[])
    assert seen.tables["events"].frame.select(pl.len()).collect().item() == 0
    assert set(seen.left_out.values()) == {0}
