"""Dates found by their values, and the forms they are written in; counted by hand."""

from __future__ import annotations

import datetime as dt
import re

import polars as pl
import pytest
from ruamel.yaml import YAML

from kpikit.sources.dated import date_forms, is_dated
from kpikit.sources.propose import propose
from tests.sources.helpers import rows, write


def texts(*values: str | None) -> pl.Series:
    return pl.Series("x", values, dtype=pl.String)


@pytest.mark.parametrize(
    ("name", "values", "dated"),
    [
        ("Datum", ["02.10.2026", "03.10.2026", None], True),
        ("x", ["2026-10-02", "2026-10-03T10:00Z"], True),
        ("x", ["2 Oct 2026", "13 Nov 2026"], True),
        ("x", ["02/10/26", "13/10/26"], True),
        ("x", ["02.10.2026, 10:00"], True),
        ("timestamp_ms", ["1759399200000", "1759485600000"], True),
        ("Erstellt", ["20261002"], True),
        ("id", ["1759399200000", "1759485600000"], False),  # bare numbers need the name, too
        ("Nummer", ["20261002"], False),
        ("version", ["1.2.3", "1.10.0"], False),
        ("ip", ["10.0.0.1", "10.0.0.2"], False),
        ("phone", ["030-1234-5678"], False),
        ("topic", ["refund", "Order 12"], False),
        ("x", [None, None], False),
        ("x", ["2026-10-02", "2026-10-03", "2026-10-04", "2026-10-05", "soon"], True),  # 4 of 5
        ("x", ["2026-10-02", "2026-10-03", "2026-10-04", "soon", "late"], False),
    ],
)
def test_a_column_of_dates_is_known_by_its_values(
    name: str, values: list[str | None], dated: bool
) -> None:
    assert is_dated(name, texts(*values)) is dated


def test_every_form_is_named_with_its_rows_and_one_of_them() -> None:
    forms = date_forms(
        texts("2026-10-02T10:00Z", "03.10.2026", "2026-10-05", None, "04/10/2026", "13.10.2026",
              "1759399200", "2026-10-06", "soon")
    )  # fmt: skip
    assert [(form.name, form.rows, form.example) for form in forms] == [
        ("ISO 8601", 3, "2026-10-02T10:00Z"),
        ("%d.%m.%Y", 2, "03.10.2026"),
        ("s since 1970", 1, "1759399200"),
        ("%d/%m/%Y or %m/%d/%Y", 1, "04/10/2026"),
        ("", 1, "soon"),
    ]
    assert [form.reads for form in forms] == [
        "2026-10-02 10:00", "2026-10-03 00:00", "2025-10-02 10:00", "2026-10-04 00:00", "",
    ]  # fmt: skip
    assert forms[3].rules == ('{format: "%d/%m/%Y"}', '{format: "%m/%d/%Y"}')


def test_the_pattern_of_a_form_fits_it_and_no_other() -> None:
    forms = date_forms(
        texts("2026-10-02T10:00Z", "03.10.2026", "04/10/2026 10:00", "1759399200", "5 Oct 2026",
              "1759399200123", "6.10.26")
    )  # fmt: skip
    examples = [form.example for form in forms]
    assert len(examples) == 7
    for form in forms:
        assert [text for text in examples if re.search(form.pattern, text)] == [form.example]


@pytest.mark.parametrize(
    ("head", "value", "renamed", "rule"),
    [
        ("Vorgang,Datum,Status", "1,02.10.2026 10:00,x", {"Vorgang": "ticket_id"},
         {"format": "%d.%m.%Y %H:%M"}),
        ("id,fecha,asunto", "1,13/10/2026,x", {"id": "ticket_id", "asunto": "topic"},
         {"format": "%d/%m/%Y"}),
        ("id,timestamp_ms", "1,1759399200000", {"id": "ticket_id"}, {"epoch": "ms"}),
        ("id,created", "1,2026-10-02T10:00Z", {"id": "ticket_id"}, None),
        ("Ticket-Nr.,Eröffnet am", "1,02.10.2026", {"Ticket-Nr.": "ticket_id"},
         {"format": "%d.%m.%Y"}),
        ("numéro ticket,créé le", "1,13/10/2026", {"numéro ticket": "ticket_id"},
         {"format": "%d/%m/%Y"}),
        ("id,when it began", "1,2026/10/02", {"id": "ticket_id"}, {"format": "%Y/%m/%d"}),
    ],
)  # fmt: skip
def test_dates_of_other_names_and_languages_are_proposed(
    tmp_path, head, value, renamed, rule
) -> None:
    write(tmp_path / "tickets.csv", f"{head}\n{value}\n")
    lines = propose(tmp_path / "tickets.csv")
    source = YAML(typ="safe").load("\n".join(lines))["data"]["tickets"]
    date = next(name for name in head.split(",") if source["rename"].get(name) == "created_at")
    assert source["rename"] == renamed | {date: "created_at"}
    assert source.get("dates", {}) == ({"created_at": rule} if rule else {})
    assert lines[0].endswith("2 of 2 required columns")


def test_what_was_found_by_its_values_says_so_with_one_of_them(tmp_path) -> None:
    write(tmp_path / "tickets.csv", "id,when it began\n1,02.10.2026 10:00\n")
    found = "created_at  # by its values, %d.%m.%Y %H:%M, such as 02.10.2026 10:00"
    assert f'      "when it began": {found}' in propose(tmp_path / "tickets.csv")


def test_of_several_one_is_to_be_chosen(tmp_path) -> None:
    write(tmp_path / "tickets.csv", "id,Beginn,Ende\n1,02.10.2026,03.10.2026\n")
    lines = propose(tmp_path / "tickets.csv")
    at = lines.index("    # One of these is perhaps created_at, under rename:")
    assert lines[at + 1 : at + 3] == [
        "    # Beginn holds dates, %d.%m.%Y, such as 02.10.2026",
        "    # Ende holds dates, %d.%m.%Y, such as 03.10.2026",
    ]
    assert "    # Required and not found: created_at. For all rows alike:" in lines


MIXED = "id,created\n1,2026-10-02T10:00Z\n2,03.10.2026\n3,13.10.2026\n4,soon\n"


def test_a_column_in_several_forms_names_each_with_a_value_it_reads(tmp_path) -> None:
    write(tmp_path / "tickets.csv", MIXED)
    lines = propose(tmp_path / "tickets.csv")
    at = lines.index("    #dates:")
    assert lines[at + 1 :] == [
        "      # created_at is written in 3 forms; one is read by a source, so list the file",
        "      # once for each, with its matching and its rule:",
        "      #   2 as %d.%m.%Y, such as 03.10.2026: matching: {created: "
        "'^\\d{1,2}\\.\\d{1,2}\\.\\d{4}$'}, dates: {created_at: {format: \"%d.%m.%Y\"}}",
        "      #   1 as ISO 8601, such as 2026-10-02T10:00Z: matching: {created: "
        "'^\\d{4}-\\d{1,2}-\\d{1,2}'}",
        '      #   1 in no form tried, such as "soon"',
    ]


def test_what_is_proposed_for_several_forms_loads_as_it_stands(load) -> None:
    rename = {"id": "ticket_id", "created": "created_at"}
    first = {"matching": {"created": r"^\d{1,2}\.\d{1,2}\.\d{4}$"},
             "dates": {"created_at": {"format": "%d.%m.%Y"}}}  # fmt: skip
    second = {"matching": {"created": r"^\d{4}-\d{1,2}-\d{1,2}"}}
    sources = [{"files": "tickets.csv", "rename": rename, **one} for one in (first, second)]
    loaded = load({"tickets.csv": MIXED}, data={"tickets": sources})
    found = rows(loaded, "tickets", "ticket_id", "created_at")
    assert found == [
        ("1", dt.datetime(2026, 10, 2, 10, tzinfo=dt.UTC)),
        ("2", dt.datetime(2026, 10, 3, tzinfo=dt.UTC)),
        ("3", dt.datetime(2026, 10, 13, tzinfo=dt.UTC)),
    ]
