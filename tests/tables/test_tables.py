"""The declarations hold together; names, kinds and required columns are the contract's."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from kpikit.config import TABLE_NAMES
from kpikit.errors import UsageError
from kpikit.tables import SCHEMAS, Column, LoadReport, Table, Tables, schema

# From the contract, section 1: the columns with a star.
REQUIRED = {
    "events": {"event", "ts", "bot_id"},
    "tickets": {"ticket_id", "created_at"},
    "leads": {"lead_id", "created_at", "source"},
    "deals": {"deal_id", "lead_id", "stage"},
    "orders": {"order_id", "ordered_at", "amount"},
    "costs": {"bot_id", "date", "category", "amount"},
    "traffic": {"date", "bot_id", "visitors"},
    "reviews": {"review_id", "kind", "bot_id", "item_at", "passed"},
    "assignments": {"experiment_id", "unit", "unit_id", "arm", "assigned_at"},
    "touches": {"touched_at", "channel"},
    "fx": {"date", "currency", "rate"},
    "changes": {"date", "what"},
    "erasures": {"user_id", "requested_at"},
}


def test_the_tables_and_their_required_columns_are_the_contracts():
    assert {name: set(each.required) for name, each in SCHEMAS.items()} == REQUIRED
    assert set(SCHEMAS) == set(TABLE_NAMES)


@pytest.mark.parametrize("each", SCHEMAS.values(), ids=SCHEMAS)
def test_declarations_hold_together(each):
    assert len(set(each.names)) == len(each.names)
    assert each.names[-1] == "seq"
    assert each.stamp in each.names
    assert set(each.key) <= set(each.names)
    assert all(rule.column in each.names for rule in each.rules)
    assert all(ours in each.names for _, ours in each.aliases)
    known = {*each.names, *(column.name for column in each.helpers)}
    assert all({derived.column, *derived.sources} <= known for derived in each.derived)
    assert all(column.meaning for column in each.columns)


def test_a_listing_says_what_a_column_may_hold():
    rows = {row["column"]: row for row in schema("events").listing()}
    assert rows["csat_score"]["allowed"] == "from 1 to 5"
    assert rows["outcome"]["allowed"] == "one of resolved_by_bot, escalated, abandoned"
    assert rows["ts"] == {
        "column": "ts", "type": "timestamp", "required": "required", "allowed": "",
        "meaning": "when it happened",
    }  # fmt: skip
    assert {row["column"]: row for row in schema("reviews").listing()}["weight"]["allowed"] == (
        "0 or more"
    )


def test_an_unknown_table_is_named_with_a_suggestion():
    with pytest.raises(UsageError, match="there is no table 'event' - did you mean 'events'"):
        schema("event")


def test_an_extended_schema_has_more_columns_and_leaves_the_first_alone():
    leads = schema("leads")
    more = leads.extended([Column("budget", "text", "to spend"), Column("mql_at", "text", "no")])
    assert set(more.names) - set(leads.names) == {"budget"}
    assert more["mql_at"].kind == "timestamp"
    assert more is not leads
    assert leads.extended([leads["mql_at"]]) is leads
    with pytest.raises(KeyError):
        leads["budget"]


def test_tables_answer_for_what_is_there():
    frame = pl.LazyFrame({"user_id": ["u1"]})
    erasures = Table("erasures", frame, frozenset({"user_id"}))
    tables = Tables({"erasures": erasures}, LoadReport())
    assert "erasures" in tables
    assert "leads" not in tables
    assert tables.get("leads") is None
    assert tables["erasures"] is erasures
    other = erasures.with_frame(frame.head(0))
    changed = tables.with_tables({"erasures": other})
    assert changed["erasures"] is other
    assert tables["erasures"] is erasures
    assert replace(erasures) == erasures
