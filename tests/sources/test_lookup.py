"""Columns that other files hold; expected by hand from the rows written here."""

from __future__ import annotations

import pytest

from kpikit.errors import DataError, UsageError
from tests.sources.helpers import EVENT, rows, set_aside, workbook

DEALS = "id,created_at,stage_id\nd1,2026-01-01,07\nd2,2026-01-02,8\nd3,2026-01-03,\n"
LINKS = "deal,contact,active\nd1,old,FALSE\nd1,007,TRUE\nd2,c2,true\nd2,c9,true\nd3,-,true\n"
STAGES = [["stage_id", "won"], ["07", True], [8, False]]
LOOKUP = {
    "lead_id": {
        "by": "id", "files": "links.csv", "key": "deal", "value": "contact",
        "where": {"active": True}, "nulls": ["-"],
    },
    "stage": {"by": "stage_id", "files": "stages.xlsx", "value": "won"},
}  # fmt: skip


def deals(load, lookup=None, **source):
    source = {
        "files": "d.csv", "rename": {"id": "deal_id"}, "lookup": lookup or LOOKUP,
        "values": {"stage": {True: "won", False: "open"}}, "default": {"stage": "open"},
    } | source  # fmt: skip
    files = {
        "d.csv": DEALS, "links.csv": LINKS, "stages.xlsx": workbook(s=STAGES),
        "events.ndjson": [EVENT],
    }  # fmt: skip
    return load(files, data={"deals": source, "events": {"files": "events.ndjson"}})


def test_a_key_finds_its_value_in_other_files(load):
    """A won deal needs its day; d3 has no contact, and its stage is the default."""
    tables = deals(load, constant={"closed_at": "2026-02-01"})
    assert rows(tables, "deals", "deal_id", "lead_id", "stage") == [
        ("d1", "007", "won"), ("d2", "c2", "open"),
    ]  # fmt: skip
    assert set_aside(tables, "deals") == [(3, "lead_id", None, "required")]
    assert tables["deals"].columns >= {"lead_id", "stage"}


def test_the_files_of_a_lookup_are_inputs_of_the_table(load):
    report = deals(load).quality.tables["deals"]
    read = [(file.path, file.rows) for file in report.files]
    assert read == [("d.csv", 3), ("links.csv", 4), ("stages.xlsx", 2)]
    assert report.notes == (
        "lookup: links.csv holds several contact for 1 of its deal: the first is taken",
    )


@pytest.mark.parametrize(
    ("change", "error", "reason"),
    [
        ({"files": "none.csv"}, UsageError, "data: deals: lookup: no file matches 'none.csv'"),
        ({"key": "deals"}, DataError, "lookup: 'deals' is no column of links.csv - did you mean"),
        ({"where": {"activ": "x"}}, DataError, "lookup: 'activ' is no column of links.csv"),
        ({"by": "Id"}, DataError, "'Id' is no column of d.csv - did you mean 'id'"),
    ],
)
def test_what_cannot_be_looked_up_is_named(load, change, error, reason):
    with pytest.raises(error, match=reason):
        deals(load, LOOKUP | {"lead_id": LOOKUP["lead_id"] | change})


def test_a_lookup_fills_columns_of_the_table_alone(load):
    with pytest.raises(UsageError, match="lookup: 'lead' is no column of deals - did you mean"):
        deals(load, {"lead": LOOKUP["lead_id"]})


def test_keys_that_some_lines_lack_find_nothing(load):
    records = [
        {"ticket_id": "1", "created_at": "2026-01-01", "chat": "c"},
        {"ticket_id": "2", "created_at": "2026-01-01"},
    ]
    lookup = {"session_id": {"by": "chat", "files": "c.ndjson", "value": "session"}}
    source = {"files": "t.ndjson", "lookup": lookup}
    files = {"t.ndjson": records, "c.ndjson": [{"chat": "c", "session": 7}, {"other": 1}]}
    tables = load(
        files | {"events.ndjson": [EVENT]},
        data={"tickets": source, "events": {"files": "events.ndjson"}},
    )
    assert rows(tables, "tickets", "session_id") == ["7", None]
