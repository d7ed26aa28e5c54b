"""Blocks proposed for kpikit.yml: what they say, and that they load as they stand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from ruamel.yaml import YAML

from kpikit.config import Source
from kpikit.errors import DataError, UsageError
from kpikit.sources.guess import date_rules, empties, number_rules
from kpikit.sources.match import best, match
from kpikit.sources.propose import propose
from kpikit.sources.stated import check_source
from kpikit.tables import schema
from tests.sources.helpers import rows, workbook, write

DATA = Path(__file__).parent.parent / "data"
ORDERS = """\
Order Number;Order Date;Total;Currency Code;Bought On;Conversation ID;Yes
001;03/04/2026 10:00;1.234,50 EUR;EUR;31/01/2026;s1;x
002;05/06/2026 11:00;n/a;EUR;;s2;x
"""


def said(path, **asked):
    return propose(path, **asked)


def block(lines):
    """The one source that is proposed, as configuration reads it."""
    data = YAML(typ="safe").load("\n".join(lines))["data"]
    ((table, source),) = data.items()
    return table, Source.model_validate(source)


def test_what_is_settled_is_written_and_the_rest_left_to_choose(tmp_path):
    """By hand: the third of April or the fourth of March; one way to read the sums."""
    write(tmp_path / "shop orders.csv", ORDERS)
    lines = said(tmp_path / "shop orders.csv")
    assert lines == [
        "# shop orders.csv as orders: 3 of 3 required columns",
        "data:",
        "  orders:",
        f'    files: "{tmp_path}/shop orders.csv"',
        '    delimiter: ";"',
        "    rename:",
        '      "Order Number": order_id',
        '      "Order Date": ordered_at',
        "      Total: amount",
        '      "Currency Code": currency',
        '      "Conversation ID": session_id',
        "    # Not used: Bought On, Yes",
        '    # "Bought On" holds dates, %d/%m/%Y, such as 31/01/2026',
        '    nulls: ["n/a"]',
        "    #dates:",
        "      # ordered_at is read by 2 of the forms tried; keep the right one:",
        '      #ordered_at: {format: "%d/%m/%Y %H:%M"}  # 03/04/2026 10:00 is 2026-04-03 10:00',
        '      #ordered_at: {format: "%m/%d/%Y %H:%M"}  # 03/04/2026 10:00 is 2026-03-04 10:00',
        "    numbers:",
        '      amount: {decimal: ",", thousands: "."}  # 1.234,50 EUR is 1234.5',
    ]


def test_a_proposal_loads_as_it_stands(load, tmp_path):
    lines = [{"timestamp": 1772442000123, "type": "hello", "bot": "b", "conversation": 7}]
    write(tmp_path / "chat_log.ndjson", lines)
    proposed = said(tmp_path / "chat_log.ndjson")
    table, source = block(proposed)
    assert (table, source.dates["ts"].epoch) == ("events", "ms")
    assert proposed[-2:] == [
        "    # event must be a word of `kpikit schema events`. Others in it:",
        "    #values: {event: {hello: ...}}",
    ]
    given = source.model_dump() | {"values": {"event": {"hello": "chat.session_started"}}}
    tables = load({"chat_log.ndjson": lines}, data={"events": given | {"files": "*.ndjson"}})
    assert rows(tables, "events", "ts", "bot_id", "session_id") == [
        (dt.datetime(2026, 3, 2, 9, 0, 0, 123_000, tzinfo=dt.UTC), "b", "7")
    ]


@pytest.mark.parametrize("path", sorted(DATA.glob("*/*_data.csv")), ids=lambda path: path.stem)
def test_every_proposal_is_a_source_of_its_table(path):
    asked = {"table": "touches"} if "deal_contact" in path.stem or "stage" in path.stem else {}
    table, source = block(said(path, **asked))
    check_source(source, schema(table))


@pytest.mark.parametrize(
    ("path", "table", "found"),
    [
        ("hubspot/contact_data.csv", "leads", {"id": "lead_id"}),
        ("hubspot/deal_data.csv", "deals", {"property_closedate": "closed_at"}),
        ("salesforce/sf_opportunity_data.csv", "deals", {"id": "deal_id", "stage_name": "stage"}),
        ("salesforce/sf_order_data.csv", "orders", {"id": "order_id", "total_amount": "amount"}),
        ("zendesk/ticket_data.csv", "tickets", {"id": "ticket_id", "requester_id": "user_id"}),
    ],
)
def test_real_exports_are_recognised(path, table, found):
    named, source = block(said(DATA / path))
    assert named == table
    assert found.items() <= source.rename.items()


def test_what_is_required_and_not_there_is_asked_for():
    lines = said(DATA / "hubspot/deal_data.csv")
    assert "    # Required and not found: lead_id, stage. For all rows alike:" in lines
    assert "    #constant: {lead_id: ..., stage: ...}" in lines


def test_a_sheet_and_a_table_may_be_stated(tmp_path):
    book = workbook(one=[["x"]], two=[["id", "created"], ["007", dt.date(2026, 3, 4)]])
    write(tmp_path / "export.xlsx", book)
    with pytest.raises(UsageError, match="has 2 sheets"):
        said(tmp_path / "export.xlsx")
    table, source = block(said(tmp_path / "export.xlsx", table="leads", sheet="two"))
    assert (table, source.sheet) == ("leads", "two")
    assert source.rename == {"id": "lead_id", "created": "created_at"}
    assert source.dates == {}


@pytest.mark.parametrize(
    ("name", "content", "asked", "left"),
    [
        ("x.csv", "a,b\n1,2\n", {}, (UsageError, "do not tell which table it is: state --table")),
        ("x.csv", "a,b\n1,2\n", {"table": "ticket"}, (UsageError, "did you mean 'tickets'")),
        ("x.csv", "", {}, (DataError, "is empty")),
        ("x.dat", "a", {}, (UsageError, "its name does not tell what it is")),
    ],
)
def test_what_cannot_be_proposed_says_why(tmp_path, name, content, asked, left):
    write(tmp_path / name, content)
    error, reason = left
    with pytest.raises(error, match=reason):
        said(tmp_path / name, **asked)


def test_a_table_the_columns_fit_as_well_is_named(tmp_path):
    write(tmp_path / "export.csv", "id,created_at\n1,2026-01-01\n")
    assert said(tmp_path / "export.csv")[0] == "# export.csv as tickets: 2 of 2 required columns"


@pytest.mark.parametrize(
    ("texts", "rules"),
    [
        (["31/01/2026", "01/02/2026"], ['{format: "%d/%m/%Y"}']),
        (["01/31/2026", None], ['{format: "%m/%d/%Y"}']),
        (["01/02/2026"], ['{format: "%d/%m/%Y"}', '{format: "%m/%d/%Y"}']),
        (["02/02/2026"], ['{format: "%d/%m/%Y"}']),  # both read the same
        (["1772442000"], ["{epoch: s}"]),
        (["1772442000.5"], ["{epoch: s}"]),
        (["1772442000000"], ["{epoch: ms}"]),
        (["20260302"], ['{format: "%Y%m%d"}']),
        (["Mar 2, 2026"], ['{format: "%b %d, %Y"}']),
        (["2 Mar 2026 09:00:01"], ['{format: "%d %b %Y %H:%M:%S"}']),
        (["03/04/2026 1:05 PM"], 2),
        (["yesterday"], []),
        (["31/01/2026", "01/31/2026"], []),
    ],
)
def test_rules_that_read_all_dates(texts, rules):
    found = date_rules(pl.Series(texts, dtype=pl.String))
    assert (len(found) if isinstance(rules, int) else [one.rule for one in found]) == rules


@pytest.mark.parametrize(
    ("texts", "rules"),
    [
        (["$1,234.50"], ['{decimal: ".", thousands: ","}']),
        (["1.234,50 €", "7"], ['{decimal: ",", thousands: "."}']),
        (["1,234"], ['{decimal: ".", thousands: ","}', '{decimal: ",", thousands: "."}']),
        (["12,5"], ['{decimal: ",", thousands: "."}']),
        (["1 234,5"], ['{decimal: ",", thousands: " "}']),
        (["many"], []),
    ],
)
def test_rules_that_read_all_numbers(texts, rules):
    found = number_rules(pl.Series(texts, dtype=pl.String), money=True)
    assert [one.rule for one in found] == rules


def test_texts_that_mean_nothing():
    columns = [pl.Series(["-", "5"]), pl.Series(["n/a", None])]
    assert empties(columns) == ["-", "n/a"]


def test_a_name_is_taken_once_and_the_surest_first():
    found = match(schema("tickets"), ["id", "ticket_id", "Created", "creation-date", "subject"])
    assert found.columns == {"ticket_id": "ticket_id", "Created": "created_at", "subject": "topic"}
    assert found.lacking == []
    assert best(["id", "created"], stem="contacts-2026")[0].schema.name == "leads"


def test_a_word_far_down_the_file_is_listed(tmp_path):
    # A lead comes once in thousands of messages; left out, it would be set aside.
    rows = [f"2026-03-01T09:00:00Z,b,s{n},{'end' if n % 2 else 'msg'}\n" for n in range(3000)]
    text = "ts,bot_id,session_id,event\n" + "".join(rows) + "2026-03-02T09:00:00Z,b,s,lead\n"
    (tmp_path / "events.csv").write_text(text)
    assert said(tmp_path / "events.csv")[-1] == (
        "    #values: {event: {end: ..., lead: ..., msg: ...}}"
    )
