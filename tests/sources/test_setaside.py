"""The quarantine on disk: readable, harmless in a spreadsheet, free of contact details."""

from __future__ import annotations

import csv

import polars as pl
import pytest

from kpikit.errors import UsageError
from kpikit.sources import write_quarantine
from kpikit.sources.privacy import harmless, is_contact, masked
from tests.sources.helpers import EVENT

HOSTILE = ['=HYPERLINK("http://x.example","y")', "+1", "-1", "@SUM(A1)", "\tx", "a=b", "<b>"]


def test_the_file_holds_the_reasons_and_old_files_go(load, tmp_path):
    bad = [EVENT | {"ts": text} for text in ("never", "=1+1")]
    folder = tmp_path / "quarantine"
    written = write_quarantine(load({"events.ndjson": [EVENT, *bad]}), folder)
    assert written == [folder / "events.csv"]
    with written[0].open(newline="") as file:
        found = list(csv.DictReader(file))
    assert [(row["file"], row["row"], row["column"], row["value"]) for row in found] == [
        ("events.ndjson", "2", "ts", "never"), ("events.ndjson", "3", "ts", "'=1+1"),
    ]  # fmt: skip
    assert found[0]["rule"].startswith("a timestamp, ISO 8601")
    (folder / "mine.csv").write_text("kept")
    assert write_quarantine(load({"events.ndjson": [EVENT]}), folder) == []
    assert [path.name for path in folder.iterdir()] == ["mine.csv"]


def test_without_bad_rows_no_folder_is_made(load, tmp_path):
    assert write_quarantine(load({"events.ndjson": [EVENT]}), tmp_path / "quarantine") == []
    assert not (tmp_path / "quarantine").exists()


def test_a_folder_that_cannot_be_is_the_users(load, tmp_path):
    (tmp_path / "file").write_text("")
    tables = load({"events.ndjson": [EVENT | {"ts": "x"}]})
    with pytest.raises(UsageError, match="cannot be written"):
        write_quarantine(tables, tmp_path / "file")


def test_text_that_a_spreadsheet_would_run_is_quoted():
    shown = pl.DataFrame({"x": [*HOSTILE, None]}).select(harmless(pl.col("x"))).to_series()
    assert shown.to_list() == [*("'" + text for text in HOSTILE[:5]), *HOSTILE[5:], None]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ann.o'hara+x@mail.example.com", "<e-mail>"),
        ("mail to ann@example.com, please", "mail to <e-mail>, please"),
        ("+49 (30) 1234-567", "<phone>"),
        ("2026-13-45 10:00:00", "2026-13-45 10:00:00"),
        ("1589375664123", "1589375664123"),
        ("x" * 300, "x" * 200),
        (None, None),
    ],
)
def test_contact_details_are_masked_and_dates_and_numbers_are_not(value, expected):
    frame = pl.DataFrame({"x": pl.Series([value], dtype=pl.String)})
    assert frame.select(masked(pl.col("x"))).item() == expected


def test_a_masked_value_reaches_the_quarantine(load):
    tables = load({"events.ndjson": [EVENT | {"ts": "ann@example.com"}]})
    assert tables.quality.quarantine["events"]["value"].to_list() == ["<e-mail>"]


@pytest.mark.parametrize(
    "name", ["email", "E-Mail", "phone_number", "Mobile Phone", "emailAddress"]
)
def test_columns_with_contact_details(name):
    assert is_contact(name)
    assert not is_contact(name + "_valid")
