"""Workbooks written cell by cell, and what is read from them; expected by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpikit.config import Config, Source
from kpikit.errors import DataError, UsageError
from kpikit.sources import load_tables
from kpikit.sources.files import format_of
from tests.sources.helpers import EVENT, NOW, rows, set_aside, workbook, write

UTC = dt.UTC
HEAD = ["ticket_id", "created_at", "sla_met", "csat_score"]


def one(files, source):
    """Files and data for tickets from one source, beside a sound event."""
    data = {"tickets": source, "events": {"files": "events.ndjson"}}
    return {"files": files | {"events.ndjson": [EVENT]}, "data": data}


def test_cells_are_read_as_what_they_stand_for(load):
    book = workbook(
        tickets=[
            HEAD,
            ["007", dt.datetime(2026, 3, 2, 9, 0, 0, 250_000), True, 5],
            [8, dt.date(2026, 3, 3), False, 4.5],
            [1.5, "2026-03-04T10:00:00+01:00", "yes", "3"],
            ["12345678901234567890", "2026-03-05", 0, None],
        ]
    )
    tables = load({"tickets.xlsx": book})
    assert rows(tables, "tickets", *HEAD) == [
        ("007", dt.datetime(2026, 3, 2, 9, 0, 0, 250_000, tzinfo=UTC), True, 5.0),
        ("8", dt.datetime(2026, 3, 3, tzinfo=UTC), False, 4.5),
        ("1.5", dt.datetime(2026, 3, 4, 9, tzinfo=UTC), True, 3.0),
        ("12345678901234567890", dt.datetime(2026, 3, 5, tzinfo=UTC), False, None),
    ]
    assert tables["tickets"].columns == {*HEAD}
    assert tables.quality.tables["tickets"].notes == (
        "created_at: 2 of 3 times have no offset and are read as UTC, the others have one: if they "
        "are local, state dates: {created_at: {timezone: ...}}",
    )


def test_numbers_that_excel_has_cut_are_pointed_out(load):
    """Sixteen digits as a number have lost the last; as text they are whole."""
    head = ["ticket_id", "user_id", "created_at"]
    row = [1234567890123456, "1234567890123456", "2026-03-02"]
    tables = load({"tickets.xlsx": workbook(tickets=[head, row])})
    assert rows(tables, "tickets", "user_id") == ["1234567890123456"]
    assert tables.quality.tables["tickets"].notes == (
        "tickets.xlsx: ticket_id holds numbers of which Excel keeps 15 digits: make it text",
    )


def test_a_bad_row_has_the_number_that_excel_shows(load):
    """A title would be the header; blank rows above it, below it and between rows are no rows."""
    lines = [[], [], [None, *HEAD], [], [None, "a", "2026-03-02"], [None, "b", "tomorrow"]]
    tables = load({"tickets.xlsx": workbook(tickets=lines)})
    assert set_aside(tables, "tickets") == [
        (6, "created_at", "tomorrow", "a timestamp, ISO 8601; any other form is stated under dates")
    ]
    assert rows(tables, "tickets", "ticket_id", "seq") == [("a", 5)]


def test_real_dates_need_no_rule_and_texts_need_theirs(load):
    """Day before month in text; the cell of the second row is the fourth of March."""
    lines = [
        ["ticket_id", "Opened", "due_at"],
        ["a", "03/04/2026", dt.datetime(2026, 5, 1, 12)],
        ["b", dt.date(2026, 3, 4), None],
        ["c", "2026-04-03", None],
        ["d", 46000, None],
        ["e", "03/04/2026", dt.datetime(2026, 5, 2)],
        ["f", dt.time(9, 30), None],
    ]
    dates = {
        "created_at": {"format": "%d/%m/%Y", "timezone": "Europe/Berlin"},
        "due_at": {"epoch": "s"},
    }
    source = {"files": "t.xlsx", "rename": {"Opened": "created_at"}, "dates": dates}
    tables = load(**one({"t.xlsx": workbook(any=lines)}, source))
    assert rows(tables, "tickets", "ticket_id", "created_at", "due_at", "seq") == [
        ("a", dt.datetime(2026, 4, 2, 22, tzinfo=UTC), dt.datetime(2026, 5, 1, 12, tzinfo=UTC), 2),
        ("b", dt.datetime(2026, 3, 3, 23, tzinfo=UTC), None, 3),
        ("e", dt.datetime(2026, 4, 2, 22, tzinfo=UTC), dt.datetime(2026, 5, 2, tzinfo=UTC), 6),
    ]
    assert [entry[:3] for entry in set_aside(tables, "tickets")] == [
        (4, "created_at", "2026-04-03"),
        (5, "created_at", "46000"),
        (7, "created_at", "09:30:00"),
    ]


def test_a_workbook_named_csv_is_read_and_said(load):
    book = workbook(Sheet1=[HEAD[:2], ["007", dt.date(2026, 3, 2)]])
    source = {"files": "t*.csv"}
    text = "ticket_id,created_at\n008,2026-03-03\n"
    tables = load(**one({"t1.csv": text, "t2.csv": book, "t3.csv": text}, source))
    assert rows(tables, "tickets", "ticket_id", "seq") == [("008", 1), ("007", 3), ("008", 4)]
    report = tables.quality.tables["tickets"]
    assert report.notes == ("t2.csv is an Excel workbook and was read as one",)
    assert [file.rows for file in report.files] == [1, 1, 1]


def test_the_sheet_of_the_tables_name_is_taken(load):
    book = workbook(Notes=[["read me"]], Tickets=[HEAD[:2], ["a", "2026-03-02"]])
    assert rows(load({"tickets.xlsx": book}), "tickets", "ticket_id") == ["a"]


def test_a_sheet_is_taken_as_stated(load):
    book = workbook(tickets=[["x"]], Q3=[HEAD[:2], ["a", "2026-03-02"]])
    tables = load(**one({"t.xlsx": book}, {"files": "t.xlsx", "sheet": "Q3"}))
    assert rows(tables, "tickets", "ticket_id") == ["a"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ({}, r"has 2 sheets: under data: tickets, state sheet: one of 'Q2', 'Q3'$"),
        ({"sheet": "Q33"}, r"no sheet 'Q33' - did you mean 'Q3'\?; it has 'Q2', 'Q3'$"),
    ],
)
def test_a_sheet_is_never_guessed(load, source, reason):
    book = workbook(Q2=[HEAD], Q3=[HEAD])
    with pytest.raises(UsageError, match=reason):
        load(**one({"t.xlsx": book}, {"files": "t.xlsx"} | source))


def test_a_header_may_stand_below_a_title(load):
    book = workbook(any=[["Report"], ["ticket_id", "by"], HEAD[:2], ["a", "2026-03-02"]])
    tables = load(**one({"t.xlsx": book}, {"files": "t.xlsx", "header": 3}))
    assert rows(tables, "tickets", "ticket_id", "seq") == [("a", 4)]
    with pytest.raises(DataError, match="its sheet 'any' has nothing in row 9, stated as header"):
        load(**one({"t.xlsx": book}, {"files": "t.xlsx", "header": 9}))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"ticket_id,created_at\n", "is no Excel workbook: if it is text, state format: csv"),
        (b"\xd0\xcf\x11\xe0rest", "protected by a password or written by an old Excel"),
        (b"PK\x03\x04rest", "is a broken workbook"),
        (workbook(tickets=[]), "its sheet 'tickets' is empty"),
        (workbook(tickets=[[None, "  "]]), "its sheet 'tickets' is empty"),
        (workbook(tickets=[["ticket_id", "x", "ticket_id", "x"]]),
         r"its sheet 'tickets' names ticket_id more than once"),
        (workbook(tickets=[["Report of March"], HEAD]),
         "It has Report of March. .* if the names stand further down, state header: and"),
    ],
    ids=["text", "old", "broken", "no cell", "blank", "twice", "title"],
)  # fmt: skip
def test_a_workbook_that_is_none(load, content, reason):
    with pytest.raises(DataError, match=reason):
        load({"tickets.xlsx": content})


def test_every_cut_of_a_workbook_is_the_users_fault(load):
    book = workbook(tickets=[HEAD[:2], ["a", "2026-03-02"]])
    for end in range(1, len(book), len(book) // 40):
        with pytest.raises(DataError):
            load({"tickets.xlsx": book[:end]})


def test_a_sheet_with_a_header_alone_is_a_table_without_rows(load):
    tables = load({"tickets.xlsx": workbook(tickets=[HEAD])})
    assert rows(tables, "tickets", "ticket_id") == []
    assert tables["tickets"].columns == {*HEAD}


def test_the_stated_format_is_overruled_by_a_workbook_alone(tmp_path):
    path = tmp_path / "t.csv"
    write(path, workbook(a=[["x"]]))
    assert format_of(path, Source(files=("t.csv",), format="ndjson")) == "xlsx"
    write(path, "x\n")
    assert format_of(path, Source(files=("t.csv",), format="ndjson")) == "ndjson"


CELL = {
    "ticket_id": st.text("0123456789abc-", min_size=1, max_size=12).filter(lambda t: t != "-"),
    "created_at": st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2026, 1, 1)),
    "csat_score": st.none() | st.floats(1, 5).map(lambda x: round(x, 6)),
    "sla_met": st.none() | st.booleans(),
}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(records=st.lists(st.fixed_dictionaries(CELL), min_size=1, max_size=8))
def test_a_workbook_and_a_csv_file_give_the_same_table(tmp_path_factory, records):
    """To the millisecond, which is what Excel keeps of a time."""
    root = tmp_path_factory.mktemp("book")
    for record in records:
        at = record["created_at"]
        record["created_at"] = at.replace(microsecond=at.microsecond // 1000 * 1000)
    lines = [[record[name] for name in CELL] for record in records]
    text = [",".join("" if cell is None else str(cell) for cell in line) for line in lines]
    write(root / "t.csv", "\n".join([",".join(CELL), *text, ""]))
    write(root / "t.xlsx", workbook(t=[[*CELL], *lines]))
    write(root / "events.ndjson", [EVENT])
    read = []
    for name in ("t.csv", "t.xlsx"):
        data = {"tickets": {"files": name}, "events": {"files": "events.ndjson"}}
        config = Config.model_validate({"company": "A", "root": root, "data": data})
        tables = load_tables(config, now=NOW)
        assert set_aside(tables, "tickets") == []
        read.append(rows(tables, "tickets", *CELL))
    assert read[0] == read[1]
