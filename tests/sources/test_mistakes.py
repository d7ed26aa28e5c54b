"""Files as they come from hurried people: what is said of each, and what happens to the rest."""

from __future__ import annotations

import pytest

from kpikit.errors import DataError, UsageError
from tests.sources.helpers import EVENT, rows, set_aside, workbook, write

TICKETS = "ticket_id,created_at\n1,2026-03-02\n"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("data/tickts.csv", "did you mean 'data/tickets.csv'?"),
        ("data/Tickets.csv", "did you mean 'data/tickets.csv'?"),
        ("data/tickets.csv.gz", "did you mean 'data/tickets.csv'?"),
        ("Data/tickets.csv", "there is no folder 'Data' - did you mean 'data'?"),
        ("exports/tickets.csv", "there is no folder 'exports'"),
        ("data\\tickets.csv", "did you mean 'data/tickets.csv'?"),
        ("~/tickets.csv", "~ is no folder here; write the whole path"),
        ("https://x.example/t.csv", "an address is not read; download it first"),
        ("data", "'data' is a folder, 'data/*' what is in it"),
        ("data/*.parquet", "no file matches 'data/*.parquet'"),
        ("*/none.csv", "no file matches '*/none.csv'"),
    ],
)
def test_a_file_that_is_not_there(load, tmp_path, pattern, said):
    write(tmp_path / "data" / "tickets.csv", TICKETS)
    with pytest.raises(UsageError) as caught:
        load({}, data={"tickets": {"files": pattern}})
    assert f"no file matches '{pattern}'" in str(caught.value)
    assert str(caught.value).endswith(said) or said in str(caught.value).splitlines()[-1]


def test_faults_of_several_files_come_in_one_round(load):
    files = {
        "tickets.csv": "ticket_id;created_at\n1;2026-03-02\n",
        "leads.csv": "%PDF-1.4\n",
        "costs.csv": "a,b\n1,2\n",
        "orders.csv": "order_id,ordered_at,amount\n1,2026-03-02,5\n",
    }
    with pytest.raises(DataError) as caught:
        load(files)
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert "tickets.csv: its header is one column" in lines[0]
    assert "leads.csv is a PDF document" in lines[1]
    assert "costs.csv lacks bot_id" in lines[2]


def test_the_owner_file_of_an_open_workbook_is_none(load):
    book = workbook(tickets=[["ticket_id", "created_at"], ["1", "2026-03-02"]])
    files = {"t.xlsx": book, "~$t.xlsx": "somebody has it open"}
    loaded = load(files, data={"tickets": {"files": "*.xlsx"}})
    assert rows(loaded, "tickets", "ticket_id") == ["1"]


def test_a_line_that_is_no_utf8_says_which_field(load):
    text = b"ticket_id,created_at,topic\n1,2026-03-02,R\xfcckgabe\n2,2026-03-02,x\n"
    loaded = load({"tickets.csv": text})
    assert rows(loaded, "tickets", "ticket_id") == ["2"]
    assert set_aside(loaded, "tickets") == [
        (1, "", "field 3", "text in UTF-8: save the file in it")
    ]


@pytest.mark.parametrize(
    ("amount", "kept"),
    [("999999999999999", True), ("-999999999999999.5", True), ("1e15", False), ("-1e15", False),
     ("99999999999999999999999", False), ("1e308", False)],
)  # fmt: skip
def test_an_amount_that_nobody_pays_is_set_aside(load, amount, kept):
    loaded = load({"orders.csv": f"order_id,ordered_at,amount\n1,2026-03-02,{amount}\n"})
    assert rows(loaded, "orders", "order_id") == (["1"] if kept else [])
    if not kept:
        ((_, column, value, rule),) = set_aside(loaded, "orders")
        assert (column, value) == ("amount", amount)
        assert rule == "a number of at most fifteen digits before its decimal point"


def test_a_place_of_a_row_may_be_any_number(load):
    """Some systems count in nanoseconds since 1970."""
    loaded = load({"events.ndjson": [EVENT | {"seq": 1_772_442_000_000_000_000}]})
    assert rows(loaded, "events", "seq") == [1_772_442_000_000_000_000]


@pytest.mark.parametrize(
    ("stamps", "note"),
    [
        (["2026-03-02T10:00", "2026-03-02T10:00Z", "2026-03-02 10:00+02:00"],
         "created_at: 1 of 3 times have no offset and are read as UTC, the others have one: if they"
         " are local, state dates: {created_at: {timezone: ...}}"),
        (["2026-03-02T10:00:01.5", "2026-03-02T10:00:01+0200"],
         "created_at: 1 of 2 times have no offset and are read as UTC, the others have one: if they"
         " are local, state dates: {created_at: {timezone: ...}}"),
        (["2026-03-02T10:00", "2026-03-02 10:00:05"], None),
        (["2026-03-02T10:00Z", "2026-03-02T10:00-05:00"], None),
        (["2026-03-02", "2026-03-02T10:00Z"], None),  # a day has no offset to lack
        (["2026-03-02T10:00", "soon Z"], None),
    ],
)  # fmt: skip
def test_times_with_and_without_an_offset(load, stamps, note):
    text = "ticket_id,created_at\n" + "".join(f"{n},{at}\n" for n, at in enumerate(stamps))
    notes = load({"tickets.csv": text}).quality.tables["tickets"].notes
    assert notes == ((note,) if note else ())


def test_a_stated_zone_settles_it(load):
    text = "ticket_id,created_at\n1,2026-03-02T10:00\n2,2026-03-02T10:00Z\n"
    dates = {"created_at": {"timezone": "Europe/Berlin"}}
    loaded = load({"t.csv": text}, data={"tickets": {"files": "t.csv", "dates": dates}})
    assert loaded.quality.tables["tickets"].notes == ()
    assert [f"{at:%H:%M}" for at in rows(loaded, "tickets", "created_at")] == ["09:00", "10:00"]
