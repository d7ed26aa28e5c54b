"""What stops a load, and the words that say what to do about it."""

from __future__ import annotations

import gzip

import pytest

from kpikit.config import Config, load_config
from kpikit.errors import DataError, UsageError
from kpikit.sources import load_tables
from tests.sources.helpers import EVENT, NOW, rows


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"tickets": {"files": "none*.csv"}}, r"data: tickets: no file matches 'none\*.csv'"),
        ({"tickets": {"files": "events.ndjson", "rename": {"x": "ticketid"}}},
         "rename: 'ticketid' is no column of tickets - did you mean 'ticket_id'"),
        ({"tickets": {"files": "events.ndjson", "constant": {"a": 1}, "values": {"b": {1: 2}}}},
         "constant: 'a' is no column of tickets.*\n.*values: 'b' is no column"),
        ({"tickets": {"files": "events.ndjson", "dates": {"topic": {"epoch": "s"}}}},
         "'topic' is neither a timestamp nor a date"),
        ({"tickets": {"files": "events.ndjson", "dates": {"closed_at": {"format": "%H"}}}},
         "data: tickets: dates: '%H' must hold a year"),
        ({"tickets": {"files": "folder"}}, "no file matches 'folder' in .*'folder' is a folder"),
        ({"tickets": {"files": "t.xls"}}, r"\.xls is not read: save it as \.xlsx"),
        ({"tickets": {"files": "events.ndjson", "sheet": "Log"}},
         "is no workbook: sheet 'Log' cannot be read from it"),
        ({"tickets": {"files": "events.ndjson", "rename": {"ticket_id": "Id"}}},
         r"rename is {their column: our column}: {Id: ticket_id}"),
    ],
)  # fmt: skip
def test_a_wrong_configuration_is_the_users(load, data, reason):
    files = {"events.ndjson": [EVENT], "folder/t.csv": "x", "t.xls": "x"}
    with pytest.raises(UsageError, match=reason):
        load(files, data=data | {"events": {"files": "events.ndjson"}})


def test_without_events_there_is_nothing(tmp_path):
    with pytest.raises(UsageError, match="events is missing"):
        load_tables(Config(company="Acme", root=tmp_path), now=NOW)


def test_a_file_of_unknown_kind_asks_for_its_format(load):
    with pytest.raises(UsageError, match=r"events\.dat: its name does not tell what it is"):
        load({"events.dat": "x"})


def test_all_files_that_lack_columns_are_named_with_what_they_have(load):
    files = {
        "events.csv": "timestamp,bot,type,conversation id\n",
        "tickets.csv": "id,Created Date\n",
        "leads.csv": "a,b\n",
    }
    with pytest.raises(DataError) as error:
        load(files)
    lines = str(error.value).splitlines()
    assert lines == [
        "events.csv lacks event, ts, which events must have. It has timestamp, bot, type, "
        "conversation id. Under data: events of kpikit.yml, perhaps "
        "rename: {timestamp: ts, type: event, conversation id: session_id}; "
        "`kpikit map events.csv` proposes its lines",
        "tickets.csv lacks ticket_id, created_at, which tickets must have. It has id, "
        "Created Date. Under data: tickets of kpikit.yml, perhaps "
        "rename: {id: ticket_id, Created Date: created_at}; "
        "`kpikit map tickets.csv` proposes its lines",
        "leads.csv lacks lead_id, created_at, source, which leads must have. It has a, b. "
        "Under data: leads of kpikit.yml, map them with rename or constant; "
        "`kpikit map leads.csv` proposes its lines",
    ]


def test_a_misspelt_column_of_theirs_is_no_silent_nothing(load):
    data = {
        "tickets": {"files": "t.csv", "rename": {"Ticket": "ticket_id", "Clsed": "closed_at"}},
        "events": {"files": "events.ndjson"},
    }
    text = "Ticket,created_at,Closed\n1,2026-01-01,2026-01-01\n"
    with pytest.raises(DataError, match="'Clsed' is no column of t.csv - did you mean 'Closed'"):
        load({"t.csv": text, "events.ndjson": [EVENT]}, data=data)


@pytest.mark.parametrize(
    "name", ["tickets.csv", "tickets.ndjson", "tickets.xlsx", "tickets.parquet"]
)
@pytest.mark.parametrize("content", [b"", gzip.compress(b"")], ids=["nothing", "gzip"])
def test_a_file_of_no_byte_is_one_without_rows(load, name, content):
    tables = load({name.split("/")[-1]: content})
    report = tables.quality.tables["tickets"]
    assert (report.read, report.kept) == (0, 0)
    assert report.notes == (f"{name} is empty (0 bytes) and was read as a file without rows",)
    assert rows(tables, "tickets", "ticket_id") == []
    assert tables["tickets"].columns == frozenset()


def test_the_other_files_of_a_table_are_read(load):
    files = {"t/1.csv": "", "t/2.csv": "ticket_id,created_at\n1,2026-03-02\n"}
    tables = load(files, data={"tickets": {"files": "t/*.csv"}})
    assert rows(tables, "tickets", "ticket_id") == ["1"]


def test_without_a_byte_of_events_there_is_no_report(load):
    with pytest.raises(DataError, match=r"2\.csv is empty \(0 bytes\): the export failed"):
        load({"e/1.ndjson": [EVENT], "e/2.csv": ""}, data={"events": {"files": "e/*"}})


def test_all_patterns_that_match_nothing_come_together(load):
    data = {"tickets": {"files": "no.csv"}, "leads": {"files": ["events.ndjson", "none*"]}}
    with pytest.raises(UsageError) as error:
        load({"events.ndjson": [EVENT]}, data=data | {"events": {"files": "events.ndjson"}})
    assert [line.split(" in ")[0] for line in str(error.value).splitlines()] == [
        "data: tickets: no file matches 'no.csv'",
        "data: leads: no file matches 'none*'",
    ]


def test_faults_found_in_the_files_carry_the_line_of_the_mapping(tmp_path):
    (tmp_path / "e.csv").write_text("event,ts,bot_id,session_id\n")
    (tmp_path / "kpikit.yml").write_text(
        "company: Acme\nbots: [{id: b, type: support}]\ndata:\n  events:\n    files: e.csv\n"
        "    rename:\n      Mail: user_id\n    where: {tpe: message}\n    skip: [hidden]\n"
        "    hashed: [user_id]\n"
    )
    with pytest.raises(DataError) as error:
        load_tables(load_config(tmp_path), now=NOW)
    lines = [
        line.removeprefix(f"{tmp_path / 'kpikit.yml'}:") for line in str(error.value).splitlines()
    ]
    assert [line.partition(" in ")[0] for line in lines] == [
        "7: data: events: 'Mail' is no column of e.csv",
        "9: data: events: 'hidden' is no column of e.csv",
        "8: data: events: 'tpe' is no column of e.csv",
    ]


def test_lines_that_are_no_objects_are_no_table(load):
    """One object spread over lines, as programs print it for people."""
    with pytest.raises(DataError, match=r"holds no row: none of its lines is one JSON object"):
        load({"events.ndjson": '{\n "event": "chat.error"\n}\n'})
