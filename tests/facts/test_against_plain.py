"""The facts of made-up worlds, against the contract in plain Python loops (plain.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.build import at, facts
from tests.facts import plain
from tests.facts.worlds import instants, worlds

if TYPE_CHECKING:
    from tests.facts.plain import Data, Row

BOTS = {"bots": [{"id": "b1", "type": "support"}, {"id": "b2", "type": "shop"}]}
WINDOWS = {"b1": 90, "b2": 14}
LATER = at(days=400)
OF_CONVERSATION = (
    "bot_id", "session_id", "started_at", "user_id", "visitor_id", "person", "page_type",
    "user_messages", "bot_messages", "fallback_messages", "first_user_at", "first_reply_at",
    "first_answer_at", "intent", "engaged", "completed", "meaningful", "ended_at", "outcome",
    "resolved_at", "confirmed", "escalated", "trigger", "contained", "closed_at", "mature",
    "linkable", "ticketed", "returned", "rung", "lead_created",
)  # fmt: skip


def same(frame: pl.DataFrame, rows: list[Row], columns: dict[str, str]) -> None:
    """Hold columns of a frame (by their name in the rows) against rows, in any order."""

    def ordered(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        return sorted(found, key=repr)

    got = ordered(frame.select(columns.values()).rows())
    assert got == ordered([tuple(row[name] for name in columns) for row in rows])


def named(*columns: str) -> dict[str, str]:
    return {name: name for name in columns}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=worlds(),
    as_of=st.one_of(st.just(LATER), instants),
    erased=st.sampled_from([[], [], ["u2"], ["u1", "u2"]]),
)
def test_facts_are_what_plain_loops_find(data: Data, as_of: Any, erased: list[str]) -> None:
    requests = [{"user_id": user, "requested_at": LATER} for user in erased]
    got = facts(as_of=as_of, settings=BOTS, erasures=requests, **data)

    seen, outbound = plain.leave_out(plain.see(data, as_of), set(erased))
    found = plain.conversations(seen)
    plain.climb(found, seen.get("tickets"), as_of)
    placed = plain.leads(seen, found)

    same(got.conversations, found, named(*OF_CONVERSATION))
    # In whole microseconds: polars multiplies by a millionth where Python divides by a million.
    waits = got.answers.select(pl.col("latency_s").mul(1e6).round().cast(pl.Int64))
    expected = [{"latency_s": round(s * 1e6)} for c in found for s in c["answers"]]
    same(waits, expected, named("latency_s"))
    assert got.outbound.select("bot_id", "session_id").n_unique() == len(outbound)
    same(got.leads, placed, named("lead_id", "bot_id", "session_id", "start_at", "page_type"))
    journeys = plain.journeys(placed, seen["deals"], as_of)
    columns = ("lead_id", "bot_id", "arm", "start_at", "closed_at", "status", "days", "deal_id")
    same(got.journeys, journeys, named(*columns))
    same(
        got.deals,
        plain.deals(seen, placed, WINDOWS),
        named("deal_id", "stage", "credit") | {"bot": "credit_bot_id"},
    )
    same(
        got.orders,
        plain.orders(seen, found, placed),
        named("order_id", "credit", "bot_id", "page_type")
        | {"bot": "credit_bot_id", "session": "credit_session_id"},
    )
