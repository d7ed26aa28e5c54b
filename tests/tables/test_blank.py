"""The empty workbook of each table: read back, and filled in and read."""

from __future__ import annotations

import time
import zipfile

import fastexcel
import pytest

from kpikit.config import Config
from kpikit.errors import UsageError
from kpikit.sources import load_tables
from kpikit.tables import SCHEMAS, schema
from kpikit.tables.blank import write_blank
from tests.sources.helpers import EVENT, NOW, write


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_table_has_one_that_reads_as_an_empty_table(tmp_path, name):
    """Named columns but `seq`, no row, and the sheet is found by its name."""
    write_blank(schema(name), tmp_path / f"{name}.xlsx")
    write(tmp_path / "events.ndjson", [EVENT])
    data = {"events": {"files": "events.ndjson"}, name: {"files": f"{name}.xlsx"}}
    config = Config.model_validate({"company": "A", "root": tmp_path, "data": data})
    tables = load_tables(config, now=NOW)
    assert tables[name].columns == {*schema(name).names} - {"seq"}
    report = tables.quality.tables[name]
    assert (report.read, report.unknown, report.notes) == (0, {}, ())


def test_the_notes_say_what_the_schema_says(tmp_path):
    write_blank(schema("leads"), tmp_path / "leads.xlsx")
    sheet = fastexcel.read_excel(tmp_path / "leads.xlsx").load_sheet("notes", dtypes="string")
    told = sheet.to_polars()
    expected = [row for row in schema("leads").listing() if row["column"] != "seq"]
    assert told["column"].to_list() == [row["column"] for row in expected]
    assert told["meaning"].to_list() == [row["meaning"] for row in expected]
    assert told.filter(told["required"] == "required")["column"].to_list() == [
        "lead_id", "created_at", "source",
    ]  # fmt: skip


def test_each_name_has_a_comment_and_words_are_offered(tmp_path):
    write_blank(schema("leads"), tmp_path / "leads.xlsx")
    with zipfile.ZipFile(tmp_path / "leads.xlsx") as package:
        comments = package.read("xl/comments1.xml").decode()
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert comments.count("<comment ") == len(schema("leads").columns) - 1
    assert "where it came from" in comments
    assert "chatbot,form,other" in sheet
    assert "<f>" not in sheet


def test_the_same_table_gives_the_same_bytes(tmp_path):
    write_blank(schema("tickets"), tmp_path / "a.xlsx")
    time.sleep(2.1)  # the times in a zip file are even seconds
    write_blank(schema("tickets"), tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_nothing_is_overwritten_and_no_folder_is_made(tmp_path):
    write_blank(schema("tickets"), tmp_path / "a.xlsx")
    with pytest.raises(UsageError, match="is there already"):
        write_blank(schema("tickets"), tmp_path / "a.xlsx")
    with pytest.raises(UsageError, match="there is no folder"):
        write_blank(schema("tickets"), tmp_path / "none" / "a.xlsx")
