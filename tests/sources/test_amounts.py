"""Numbers as people write them, by a stated rule; expected by hand or from Python's formatting."""

from __future__ import annotations

import json

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpikit.config import NumberRule
from kpikit.sources.amounts import SIGNS, describe, read_amounts
from tests.sources.helpers import EVENT, rows, set_aside, workbook

POINT = NumberRule(decimal=".", thousands=",")
COMMA = NumberRule(decimal=",", thousands=".")
BLANK = NumberRule(decimal=",", thousands=" ")
SWISS = NumberRule(decimal=".", thousands="'")
BARE = NumberRule(decimal=",")


def read(text, rule, *, money=True):
    found = read_amounts(pl.Series([text], dtype=pl.String), rule, money=money)
    return found.value.item(), found.unit.item()


@pytest.mark.parametrize(
    ("text", "rule", "value", "unit"),
    [
        ("$125,000", POINT, 125000, "$"),
        ("$125000", POINT, 125000, "$"),
        ("1,234.50", POINT, 1234.5, None),
        ("1.234,50 EUR", COMMA, 1234.5, "EUR"),
        ("EUR 1.234.567,5", COMMA, 1234567.5, "EUR"),
        ("€1.234", COMMA, 1234, "€"),
        ("1.234 €", COMMA, 1234, "€"),
        ("12,5", COMMA, 12.5, None),
        ("(1,200)", POINT, -1200, None),
        ("($1,200.00)", POINT, -1200, "$"),
        ("$(1,200.00)", POINT, -1200, "$"),
        ("(1,200) USD", POINT, -1200, "USD"),
        ("(1,200 USD)", POINT, -1200, "USD"),
        ("1,200-", POINT, -1200, None),
        ("1.200,00- EUR", COMMA, -1200, "EUR"),
        ("1.200,00 EUR-", COMMA, -1200, "EUR"),
        ("-1,200", POINT, -1200, None),
        ("−1,200", POINT, -1200, None),
        ("-$5", POINT, -5, "$"),
        ("$-5", POINT, -5, "$"),
        ("+7", POINT, 7, None),
        (".5", POINT, 0.5, None),
        ("1 234 567,89 kr", BLANK, 1234567.89, "kr"),
        ("1\u00a0234\u202f567,89\u00a0zł", BLANK, 1234567.89, "zł"),
        ("CHF 1'200.50", SWISS, 1200.5, "CHF"),
        ("1’200", SWISS, 1200, None),
        ("₹1,25,000", POINT, 125000, "₹"),
        ("CA$10", POINT, 10, "CA$"),
        ("0,8745", BARE, 0.8745, None),
    ],
)  # fmt: skip
def test_an_amount_is_read_by_its_rule(text, rule, value, unit):
    assert read(text, rule) == (value, unit)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("1.234", BARE), ("1.234,5", BARE), ("125.5", COMMA), ("1,23", POINT), ("1,2345", POINT),
        ("1,234,5", POINT), ("1,234.5.6", POINT), ("12.34.567", NumberRule(decimal=",")),
        ("1 234", POINT), ("(5", POINT), ("5)", POINT), ("(-5)", POINT), ("-5-", POINT),
        ("$5 USD", POINT), ("5 USD EUR", POINT), ("", POINT), ("$", POINT), ("()", POINT),
        ("5 usd", POINT), ("5 apples", POINT), ("12%", POINT), ("1e5", POINT), ("NaN", POINT),
        ("1" + "0" * 400, POINT), ("٣", POINT), ("5k", POINT), ("Infinity", POINT),
    ],
)  # fmt: skip
def test_what_breaks_the_rule_is_not_read(text, rule):
    assert read(text, rule) == (None, None)


def test_a_currency_stands_beside_amounts_alone():
    assert read("4,5", COMMA, money=False) == (4.5, None)
    assert read("4,5 EUR", COMMA, money=False) == (None, None)
    assert describe(COMMA, money=False) == "a number written as 1.234,50"
    assert describe(BARE, money=True) == (
        "a number written as 1234,50; a currency, brackets or a minus may stand around it"
    )


def test_numbers_of_their_own_type_need_no_rule():
    found = read_amounts(pl.Series([1.234, None]), COMMA, money=True)
    assert found.value.to_list() == [1.234, None]


@settings(max_examples=300, deadline=None)
@given(
    cents=st.integers(-(10**14), 10**14),
    rule=st.sampled_from([POINT, COMMA, BLANK, SWISS]),
    sign=st.sampled_from(["", "EUR", *SIGNS]),
    form=st.sampled_from(["{s} {n}", "{n} {s}", "{s}{n}", "{n}{s}"]),
    negative=st.sampled_from(["-{}", "({})", "{}-"]),
)
def test_what_is_written_is_read(cents, rule, sign, form, negative):
    """Python's own grouping, with its two signs exchanged for the rule's."""
    plain = f"{abs(cents) / 100:,.2f}"
    text = plain.translate(str.maketrans({",": rule.thousands, ".": rule.decimal}))
    shown = form.format(s=sign, n=text).strip()
    shown = negative.format(shown) if cents < 0 else shown
    assert read(shown, rule) == (
        float(plain.replace(",", "")) * (-1 if cents < 0 else 1),
        sign or None,
    )


def deals(load, lines, *, header="deal_id,lead_id,stage,amount,currency", **config):
    """Deals with a comma between thousands."""
    text = "\n".join([header, *lines]) + "\n"
    source = {"files": "d.csv", "delimiter": ";", "numbers": {"amount": POINT.model_dump()}}
    data = {"deals": source, "events": {"files": "events.ndjson"}}
    files = {"d.csv": text.replace("|", ";"), "events.ndjson": [EVENT]}
    return load(files, data=data, **config)


HEADER = "deal_id;lead_id;stage;amount;currency"


def test_a_currency_fills_its_row_or_must_agree_with_it(load):
    """In a project in US dollars."""
    lines = [
        "1;l;open;$1,000;", "2;l;open;EUR 1,000;", "3;l;open;€ 1,000;eur", "4;l;open;$5;CAD",
        "5;l;open;7;GBP", "6;l;open;€ 5;USD", "7;l;open;$ 5;EUR", "8;l;open;kr 5;",
        "9;l;open;5 SEK;", "10;l;open;;",
    ]  # fmt: skip
    tables = deals(load, lines, header=HEADER)
    assert rows(tables, "deals", "deal_id", "amount", "currency") == [
        ("1", 1000, None), ("2", 1000, "EUR"), ("3", 1000, "EUR"), ("4", 5, "CAD"),
        ("5", 7, "GBP"), ("9", 5, "SEK"), ("10", None, None),
    ]  # fmt: skip
    rule = "in the currency of its row; where the row has none, in the project's or one written out"
    assert set_aside(tables, "deals") == [
        (6, "amount", "€ 5", rule), (7, "amount", "$ 5", rule), (8, "amount", "kr 5", rule),
    ]  # fmt: skip


def test_a_sign_of_many_is_the_projects_where_that_is_one_of_them(load):
    lines = ["1;l;open;$5;", "2;l;open;kr 5;", "3;l;open;€5;"]
    tables = deals(load, lines, header=HEADER, currency="NOK")
    assert [entry[:3] for entry in set_aside(tables, "deals")] == [(1, "amount", "$5")]
    assert rows(tables, "deals", "deal_id", "currency") == [("2", None), ("3", "EUR")]


def test_without_a_column_for_it_the_currency_is_filled_too(load):
    lines = ["1;l;open;5 EUR", "2;l;open;5"]
    tables = deals(load, lines, header=HEADER.removesuffix(";currency"))
    assert rows(tables, "deals", "currency") == ["EUR", None]


def test_a_table_without_currencies_knows_only_the_projects(load):
    text = "experiment_id;unit;unit_id;arm;assigned_at;revenue\n"
    text += "e;user;u;control;2026-01-01;$5\ne;user;u;control;2026-01-01;5 EUR\n"
    source = {"files": "a.csv", "delimiter": ";", "numbers": {"revenue": {}}}
    data = {"assignments": source, "events": {"files": "events.ndjson"}}
    tables = load({"a.csv": text, "events.ndjson": [EVENT]}, data=data)
    assert rows(tables, "assignments", "revenue") == [5]
    assert [entry[:3] for entry in set_aside(tables, "assignments")] == [(2, "revenue", "5 EUR")]


def test_number_cells_of_a_workbook_need_no_rule(load):
    """1.234 in a cell is a little more than one; the text 1.234 is more than a thousand."""
    lines = [
        ["deal_id", "lead_id", "stage", "Amount", "created_at"],
        ["1", "l", "open", 1.234, "2026-01-01"],
        ["2", "l", "open", "1.234", "2026-01-01"],
        ["3", "l", "open", None, "2026-01-01"],
        ["4", "l", "open", "1.234,5 EUR", "2026-01-01"],
        ["5", "l", "open", True, "2026-01-01"],
    ]
    source = {
        "files": "d.xlsx", "rename": {"Amount": "amount"}, "numbers": {"amount": COMMA.model_dump()}
    }  # fmt: skip
    data = {"deals": source, "events": {"files": "events.ndjson"}}
    tables = load({"d.xlsx": workbook(a=lines), "events.ndjson": [EVENT]}, data=data)
    assert rows(tables, "deals", "amount", "currency") == [
        (1.234, None), (1234, None), (None, None), (1234.5, "EUR"),
    ]  # fmt: skip
    assert [entry[:3] for entry in set_aside(tables, "deals")] == [(6, "amount", "true")]


@pytest.mark.parametrize("broken", ["", "no object\n"], ids=["at once", "line by line"])
def test_json_numbers_need_no_rule(load, broken):
    """In a file of numbers; texts in another are read by it."""
    row = {"order_id": "1", "ordered_at": "2026-01-01"}
    numbers = [row | {"amount": 1.234, "user_id": True}, row | {"amount": 7, "user_id": 5}]
    texts = [row | {"amount": "1.234"}]
    files = {
        "a.ndjson": "".join(json.dumps(each) + "\n" for each in numbers) + broken,
        "b.ndjson": texts,
        "events.ndjson": [EVENT],
    }
    source = {"files": ["a.ndjson", "b.ndjson"], "numbers": {"amount": COMMA.model_dump()}}
    tables = load(files, data={"orders": source, "events": {"files": "events.ndjson"}})
    assert rows(tables, "orders", "amount") == [1.234, 7, 1234]


def test_whole_numbers_have_rules_too(load):
    text = "date;bot_id;visitors\n2026-01-01;b;1.234\n2026-01-02;b;1.234,5\n2026-01-03;b;12\n"
    source = {"files": "v.csv", "delimiter": ";", "numbers": {"visitors": COMMA.model_dump()}}
    data = {"traffic": source, "events": {"files": "events.ndjson"}}
    tables = load({"v.csv": text, "events.ndjson": [EVENT]}, data=data)
    assert rows(tables, "traffic", "visitors") == [1234, 12]
    assert [entry[:3] for entry in set_aside(tables, "traffic")] == [(2, "visitors", "1.234,5")]
