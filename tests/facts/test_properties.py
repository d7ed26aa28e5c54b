"""What must not change a fact, whatever the world: order, files, redelivery, the future."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.build import at, facts
from tests.facts.worlds import instants, worlds

if TYPE_CHECKING:
    from kpikit.facts import Facts
    from tests.facts.plain import Data, Row

BOTS = {"bots": [{"id": "b1", "type": "support"}, {"id": "b2", "type": "shop"}]}
LATER = at(days=400)
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def build(data: Data, as_of: dt.datetime = LATER) -> Facts:
    return facts(as_of=as_of, settings=BOTS, **data)


def frames(of: Facts) -> dict[str, pl.DataFrame]:
    found = {name: getattr(of, name) for name in of.__dataclass_fields__}
    return {name: frame for name, frame in found.items() if isinstance(frame, pl.DataFrame)}


def assert_same(one: Facts, other: Facts) -> None:
    for name, frame in frames(one).items():
        assert_frame_equal(frame, frames(other)[name], check_row_order=False, check_exact=True)


@quick
@given(worlds(), st.randoms(use_true_random=False))
def test_shuffling_rows_of_fixed_seq_changes_nothing(data: Data, chance: Any) -> None:
    shuffled = {name: chance.sample(rows, len(rows)) for name, rows in data.items()}
    assert_same(build(data), build(shuffled))


@quick
@given(worlds(), st.integers(0, 30), st.timedeltas(dt.timedelta(0), dt.timedelta(days=2)))
def test_redelivering_events_changes_nothing(data: Data, which: int, late: dt.timedelta) -> None:
    events: list[Row] = [
        {**row, "event_id": f"id-{place}"} for place, row in enumerate(data["events"])
    ]
    once = {**data, "events": events}
    again = [{**row, "seq": row["seq"] + 1000, "ts": row["ts"] + late} for row in events[which:]]
    assert_same(build(once), build({**data, "events": again + events}))


@quick
@given(worlds(), instants)
def test_what_happens_after_as_of_changes_nothing(data: Data, as_of: dt.datetime) -> None:
    stamps = {"events": "ts", "orders": "ordered_at"}
    known = {
        name: [r for r in rows if (r.get(stamps.get(name, "created_at")) or as_of) <= as_of]
        for name, rows in data.items()
    }
    assert_same(build(data, as_of), build(known, as_of))


@quick
@given(worlds())
def test_every_conversation_stands_on_one_rung(data: Data) -> None:
    found = build(data).conversations
    rungs = found["rung"].value_counts()
    assert rungs["count"].sum() == len(found)
    if "tickets" in data:
        assert found["rung"].null_count() == 0
    keys = found.select("bot_id", "session_id")
    assert keys.n_unique() == len(keys)


@quick
@given(worlds())
def test_each_sale_is_credited_at_most_once(data: Data) -> None:
    got = build(data)
    for frame, key in ((got.orders, "order_id"), (got.deals, "deal_id")):
        assert frame[key].n_unique() == len(frame)
        without = frame.filter(pl.col("credit").is_null())
        assert without["credit_session_id"].null_count() == len(without)
    assert got.journeys["lead_id"].n_unique() == len(got.journeys) == len(got.leads)
    sold = got.deals.filter(stage="won").join(got.leads, on="lead_id", how="semi")["order_id"]
    assert not set(sold.drop_nulls()) & set(got.orders["order_id"])


@quick
@given(worlds())
def test_meaningful_is_completed_and_completed_is_engaged(data: Data) -> None:
    found = build(data).conversations
    assert found.filter(pl.col("meaningful") & ~pl.col("completed")).is_empty()
    assert found.filter(pl.col("completed") & ~pl.col("engaged")).is_empty()
    assert found.filter(pl.col("contained") & pl.col("escalated")).is_empty()
    assert found.filter(pl.col("ticketed") & pl.col("returned")).is_empty()
    assert found.filter(pl.col("first_answer_at") < pl.col("first_reply_at")).is_empty()
