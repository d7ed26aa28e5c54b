"""What a source states about its files: empty texts, and columns found in paths."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from kpikit.config import Source, load_config
from kpikit.errors import DataError, UsageError
from tests.sources.helpers import EVENT, rows, set_aside

HEAD = "ticket_id,created_at,topic,csat_score\n"


def given(source, **files):
    data = {"tickets": source, "events": {"files": "events.ndjson"}}
    return {"files": files["files"] | {"events.ndjson": [EVENT]}, "data": data}


def test_stated_texts_are_empty_in_every_column(load):
    text = HEAD + "1,2026-01-01,-,n/a\n2,2026-01-01, - ,4\n-,2026-01-01,x,0\n"
    tables = load(**given({"files": "t.csv", "nulls": ["-", "n/a", 0]}, files={"t.csv": text}))
    assert rows(tables, "tickets", "ticket_id", "topic", "csat_score") == [
        ("1", None, None), ("2", None, 4),
    ]  # fmt: skip
    assert set_aside(tables, "tickets") == [(3, "ticket_id", None, "required")]


def test_a_day_may_be_constant(load, tmp_path):
    """YAML reads 2026-01-31 as a date; for us it is the text that was written."""
    (tmp_path / "kpikit.yml").write_text(
        "company: A\nbots: [{id: b, type: support}]\ndata:\n  events: {files: events.ndjson}\n"
        "  costs: {files: c.csv, constant: {date: 2026-01-31}}\n"
    )
    source = load_config(tmp_path).data["costs"][0]
    assert source.constant == {"date": "2026-01-31"}


def test_where_sees_what_is_left(load):
    text = HEAD + "1,2026-01-01,-,\n2,2026-01-01,x,\n"
    source = {"files": "t.csv", "nulls": "-", "where": {"topic": "*"}}
    assert rows(load(**given(source, files={"t.csv": text})), "tickets", "ticket_id") == ["2"]


def test_columns_are_filled_from_the_path_of_each_file(load):
    """Named groups of a pattern that may be found anywhere; values translate what was found."""
    files = {
        "exports/de/billing-2026.csv": HEAD.replace("topic", "page") + "1,2026-01-01,x,\n",
        "exports/us/other.csv": HEAD.replace("topic", "page") + "2,2026-01-01,x,\n",
    }
    source = {
        "files": "exports/*/*.csv",
        "from_path": r"/(?P<user_id>[a-z]+)/(?P<topic>billing)?",
        "values": {"user_id": {"us": "america"}},
    }
    tables = load(**given(source, files=files))
    assert rows(tables, "tickets", "ticket_id", "user_id", "topic") == [
        ("1", "de", "billing"), ("2", "america", None),
    ]  # fmt: skip
    assert tables["tickets"].columns >= {"user_id", "topic"}


def test_a_path_is_stronger_than_a_column_of_that_name(load):
    source = {"files": "*.csv", "from_path": "(?P<topic>[a-z]+)[.]csv"}
    tables = load(**given(source, files={"mail.csv": HEAD + "1,2026-01-01,other,\n"}))
    assert rows(tables, "tickets", "topic") == ["mail"]


def test_lines_above_a_header_are_not_read(load):
    """A row's number still counts those below the header."""
    text = 'Tickets, of the "week"\n\n' + HEAD + "1,2026-01-01,x,\n2,never,x,\n"
    tables = load(**given({"files": "t.csv", "header": 3}, files={"t.csv": text}))
    assert rows(tables, "tickets", "ticket_id", "seq") == [("1", 1)]
    assert [entry[0] for entry in set_aside(tables, "tickets")] == [2]
    with pytest.raises(DataError, match="has no header"):
        load(**given({"files": "t.csv", "header": 30}, files={"t.csv": text}))


LEADS = "lead_id,created_at,Source,Bot,email\n"


def leads(load, text, **source):
    source = {"files": "l.csv", "rename": {"Source": "source"}} | source
    data = {"leads": source, "events": {"files": "events.ndjson"}}
    return load({"l.csv": LEADS + text, "events.ndjson": [EVENT]}, data=data)


def test_any_other_value_and_none_at_all(load):
    """A star stands for values nobody named, a default for rows that have none."""
    text = "1,2026-01-01,Chat,,\n2,2026-01-01,Fair,,\n3,2026-01-01,,,\n4,2026-01-01,Call,,\n"
    values = {"source": {"Chat": "chatbot", "Call": None, "*": "other"}}
    default = {"source": "form", "bot_id": "b"}
    tables = leads(load, text, values=values, default=default)
    assert rows(tables, "leads", "lead_id", "source", "bot_id") == [
        ("1", "chatbot", "b"), ("2", "other", "b"), ("3", "form", "b"), ("4", "form", "b"),
    ]  # fmt: skip
    assert "bot_id" in tables["leads"].columns


def test_rows_are_wanted_by_a_pattern(load):
    text = "1,2026-01-01,other,eu-bot 1,\n2,2026-01-01,other,us-bot,\n3,2026-01-01,other,,\n"
    tables = leads(load, text, matching={"Bot": "^eu-"}, where={"lead_id": "*"})
    assert rows(tables, "leads", "lead_id") == ["1"]
    assert tables.quality.tables["leads"].ignored == {"where": 2}
    with pytest.raises(DataError, match="'bot' is no column of l.csv - did you mean 'Bot'"):
        leads(load, text, matching={"bot": "x"})


def test_a_boolean_is_wanted_in_any_case(load):
    text = "1,2026-01-01,other,TRUE,\n2,2026-01-01,other,True,\n3,2026-01-01,other,true,\n"
    text += "4,2026-01-01,other,FALSE,\n"
    tables = leads(load, text, where={"Bot": True})
    assert rows(tables, "leads", "lead_id") == ["1", "2", "3"]
    renamed = {"rename": {"Source": "source", "Bot": "bot_id"}, "values": {"bot_id": {True: "b"}}}
    assert rows(leads(load, text, **renamed), "leads", "bot_id") == ["b", "b", "b", "FALSE"]


def test_a_column_called_like_ours_may_be_skipped(load):
    """Addresses that were hashed elsewhere are no reason to call every contact invalid."""
    text = "1,2026-01-01,other,,c0ffee\n"
    assert rows(leads(load, text), "leads", "contact_valid") == [False]
    tables = leads(load, text, skip=["email"])
    assert rows(tables, "leads", "contact_valid") == [None]
    assert "contact_valid" not in tables["leads"].columns
    with pytest.raises(DataError, match="'e-mail' is no column of l.csv"):
        leads(load, text, skip=["e-mail"])


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ({"from_path": "(?P<topic>x+)"}, r"from_path '\(\?P<topic>x\+\)' is not found in 't.csv'"),
        ({"from_path": "(?P<tpic>t)"}, "from_path: 'tpic' is no column of tickets - did you mean"),
        ({"numbers": {"amount": {}}}, "numbers: 'amount' is no column of tickets"),
        ({"numbers": {"topic": {}}}, "numbers: 'topic' is not a number"),
    ],
)
def test_what_a_source_cannot_mean_is_refused(load, source, reason):
    with pytest.raises(UsageError, match=reason):
        load(**given({"files": "t.csv"} | source, files={"t.csv": HEAD}))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ({"from_path": "no group"}, "needs a named group"),
        ({"from_path": "(?P<a>"}, "must be a regular expression"),
        ({"from_path": "(?P<a>x)", "constant": {"a": 1}}, "filled more than once"),
        ({"numbers": {"amount": {"decimal": ",", "thousands": ","}}}, "cannot both be ','"),
        ({"numbers": {"amount": {"thousands": "x"}}}, "Input should be"),
    ],
)
def test_a_source_that_contradicts_itself_is_refused(source, reason):
    with pytest.raises(ValidationError, match=reason):
        Source.model_validate({"files": "t.csv"} | source)
