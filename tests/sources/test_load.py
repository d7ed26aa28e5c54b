"""Tables from files: mapping, kinds, places, what is supplied and what is left out."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from kpikit.tables import schema
from tests.sources.helpers import EVENT, NOW, rows, set_aside

UTC = dt.UTC
TICKETS = (
    "ticket_id,created_at,sla_met,csat_score\n007,2026-03-02T09:00:00Z,yes,5\n8,2026-03-03,no,\n"
)


def test_csv_ndjson_and_parquet_give_the_same_table(load):
    records = [
        {
            "ticket_id": "007",
            "created_at": "2026-03-02T09:00:00Z",
            "sla_met": True,
            "csat_score": 5,
        },
        {"ticket_id": 8, "created_at": "2026-03-03", "sla_met": False},
    ]
    frame = pl.DataFrame(
        {
            "ticket_id": ["007", "8"],
            "created_at": [dt.datetime(2026, 3, 2, 9), dt.datetime(2026, 3, 3)],
            "sla_met": [True, False],
            "csat_score": [5, None],
        }
    )
    loaded = [
        load({f"tickets.{suffix}": content})
        for suffix, content in [
            ("csv", TICKETS), ("csv.gz", TICKETS), ("tsv", TICKETS.replace(",", "\t")),
            ("ndjson", records), ("jsonl.gz", records), ("parquet", frame),
        ]
    ]  # fmt: skip
    first = loaded[0]["tickets"].frame.collect()
    assert first.schema == {c.name: c.dtype for c in schema("tickets").columns}
    assert first.select(
        "ticket_id", "created_at", "sla_met", "csat_score", "topic", "seq"
    ).rows() == [
        ("007", dt.datetime(2026, 3, 2, 9, tzinfo=UTC), True, 5.0, None, 1),
        ("8", dt.datetime(2026, 3, 3, tzinfo=UTC), False, None, None, 2),
    ]
    for tables in loaded:
        assert tables["tickets"].frame.collect().equals(first)
        assert tables["tickets"].columns == {"ticket_id", "created_at", "sla_met", "csat_score"}


def test_a_mapping_renames_fills_and_translates(load):
    text = "Id;State;Sum;Closed;Who;Old\n1;Closed Won;2;31.12.2025 23:30;x;9\n"
    text += "2;New;;;y;9\n3;Gone;1;;z;9\n"
    source = {
        "files": "export.txt",
        "format": "csv",
        "delimiter": ";",
        "where": {"State": ["Closed Won", "New"]},
        "rename": {"Id": "deal_id", "State": "stage", "Sum": "amount", "Closed": "closed_at"},
        "constant": {"lead_id": 12},
        "values": {"stage": {"Closed Won": "won", "New": "open"}},
        "dates": {"closed_at": {"format": "%d.%m.%Y %H:%M", "timezone": "Europe/Berlin"}},
    }
    tables = load({"export.txt": text, "events.ndjson": [EVENT]}, data={
        "deals": source, "events": {"files": "events.ndjson"},
    })  # fmt: skip
    assert rows(tables, "deals", "deal_id", "lead_id", "stage", "amount", "closed_at") == [
        ("1", "12", "won", 2.0, dt.datetime(2025, 12, 31, 22, 30, tzinfo=UTC)),
        ("2", "12", "open", None, None),
    ]
    report = tables.quality.tables["deals"]
    assert (report.read, report.kept, report.ignored) == (3, 2, {"where": 1})
    assert report.unknown == {"Who": "", "Old": ""}


def test_where_with_a_star_wants_any_value(load):
    source = {"files": "t.csv", "where": {"closed": "*"}, "rename": {"id": "ticket_id"}}
    text = "id,created_at,closed\n1,2026-01-01,x\n2,2026-01-01,\n3,2026-01-01,  \n"
    data = {"tickets": source, "events": {"files": "events.ndjson"}}
    tables = load({"t.csv": text, "events.ndjson": [EVENT]}, data=data)
    assert rows(tables, "tickets", "ticket_id") == ["1"]


def test_a_rename_is_stronger_than_a_column_of_that_name(load):
    source = {"files": "t.csv", "rename": {"id": "ticket_id", "topic": "user_id"}}
    text = "ticket_id,id,created_at,user_id,topic\nold,1,2026-01-01,other,u1\n"
    data = {"tickets": source, "events": {"files": "events.ndjson"}}
    tables = load({"t.csv": text, "events.ndjson": [EVENT]}, data=data)
    assert rows(tables, "tickets", "ticket_id", "user_id", "topic") == [("1", "u1", None)]


def test_a_value_may_be_mapped_to_nothing_and_numbers_are_matched_as_text(load):
    frame = pl.DataFrame({"ticket_id": [1, 2], "created_at": [NOW, NOW], "csat_score": [1.0, 0.0]})
    source = {"files": "t.parquet", "values": {"csat_score": {1: 5, 0: None}}}
    data = {"tickets": source, "events": {"files": "events.ndjson"}}
    tables = load({"t.parquet": frame, "events.ndjson": [EVENT]}, data=data)
    assert rows(tables, "tickets", "csat_score") == [5.0, None]


def test_files_are_taken_in_the_order_of_their_paths(load):
    files = {f"days/{day}.csv": f"ticket_id,created_at\n{day},2026-01-01\n" for day in "bca"}
    files["events.ndjson"] = [EVENT]
    data = {"tickets": {"files": "days/*.csv"}, "events": {"files": "events.ndjson"}}
    tables = load(files, data=data)
    assert rows(tables, "tickets", "ticket_id", "seq") == [("a", 1), ("b", 2), ("c", 3)]
    report = tables.quality.tables["tickets"]
    assert [file.path for file in report.files] == ["days/a.csv", "days/b.csv", "days/c.csv"]
    assert [(file.rows, file.size) for file in report.files] == [(1, 34)] * 3
    assert all(len(file.sha256) == 64 for file in report.files)


def test_rows_of_two_sources_keep_the_order_of_the_lines_they_share(load):
    """A file read twice: seq follows its lines, and the sources' order within a line."""
    text = "id,day,who\n1,2026-01-01,user\n2,2026-01-01,bot\n3,2026-01-01,user\n"
    rename = {"id": "ticket_id", "day": "created_at"}
    data = {
        "tickets": [
            {
                "files": "t.csv",
                "where": {"who": "user"},
                "rename": rename,
                "constant": {"topic": "u"},
            },
            {"files": "t.csv", "rename": rename, "constant": {"topic": "all"}},
        ],
        "events": {"files": "events.ndjson"},
    }
    tables = load({"t.csv": text, "events.ndjson": [EVENT]}, data=data)
    assert rows(tables, "tickets", "ticket_id", "topic") == [
        ("1", "u"), ("1", "all"), ("2", "all"), ("3", "u"), ("3", "all"),
    ]  # fmt: skip
    report = tables.quality.tables["tickets"]
    assert (report.read, report.kept, report.ignored) == (6, 5, {"where": 1})
    assert [file.rows for file in report.files] == [3]


def test_a_seq_of_their_own_is_kept_and_filled_where_it_is_empty(load):
    text = "ticket_id,created_at,seq\na,2026-01-01,50\nb,2026-01-01,\nc,2026-01-01,-1\n"
    tables = load({"tickets.csv": text})
    assert rows(tables, "tickets", "ticket_id", "seq") == [("c", -1), ("b", 2), ("a", 50)]


def test_a_table_with_a_header_alone_is_there(load):
    tables = load({"leads.csv": "lead_id,created_at,source,mql_at\n"})
    assert rows(tables, "leads", "lead_id") == []
    assert tables["leads"].columns == {"lead_id", "created_at", "source", "mql_at"}
    assert tables.quality.tables["leads"].read == 0
    assert "deals" not in tables


def test_ignored_bots_are_left_out_and_counted_before_anything_is_judged(load):
    events = [EVENT, EVENT | {"bot_id": "play"}, EVENT | {"bot_id": "play", "ts": "never"}]
    tables = load({"events.ndjson": events}, ignore_bots=["play"])
    report = tables.quality.tables["events"]
    assert (report.read, report.kept, report.quarantined) == (3, 1, 0)
    assert report.ignored == {"ignore_bots": 2}


def test_fields_that_qualify_a_lead_and_its_next_step_are_columns(load):
    text = "lead_id,created_at,source,budget,demo_at\nl,2026-01-01,form,big,2026-01-02\n"
    tables = load({"leads.csv": text}, qualifying_fields=["budget"], next_step="demo_at")
    expected = [("big", dt.datetime(2026, 1, 2, tzinfo=UTC))]
    assert rows(tables, "leads", "budget", "demo_at") == expected
    assert tables["leads"].columns >= {"budget", "demo_at"}


@pytest.mark.parametrize(
    ("email", "phone", "given_valid", "expected"),
    [
        ("ann@example.com", "", "", True),
        ("ann@example", "", "", False),
        ("", "+49 (30) 1234-567", "", True),
        ("", "12345", "", False),
        ("nobody", "call me", "", False),
        ("", "", "", False),
        ("ann@example.com", "", "false", False),
    ],
)
def test_contact_details_become_contact_valid_and_are_gone(
    load, email, phone, given_valid, expected
):
    header = "lead_id,created_at,source,email,phone,contact_valid"
    tables = load({"leads.csv": f"{header}\nl,2026-01-01,form,{email},{phone},{given_valid}\n"})
    assert rows(tables, "leads", "contact_valid") == [expected]
    assert "contact_valid" in tables["leads"].columns
    assert not {"email", "phone"} & {*tables["leads"].frame.collect_schema().names()}
    report = tables.quality.tables["leads"]
    assert (report.contacts, report.unknown) == (("email", "phone"), {})


def test_a_near_miss_of_a_name_is_pointed_out(load):
    tables = load({"events.ndjson": [EVENT | {"Csat_Scor": 5, "batch_id": 1, "props": {"x": 1}}]})
    unknown = tables.quality.tables["events"].unknown
    assert unknown == {"Csat_Scor": "did you mean 'csat_score'?", "batch_id": "", "props.x": ""}


def test_values_set_aside_are_in_the_report(load):
    tables = load({"events.csv": "event,ts,bot_id,session_id\nchat.error,never,b,\n"})
    assert [entry[:3] for entry in set_aside(tables, "events")] == [(1, "ts", "never")]
