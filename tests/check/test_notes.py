"""What a check says of files: notes, and few of many columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.check import check_lines, check_report
from kpikit.config import Config
from kpikit.sources import load_tables
from tests.sources.helpers import EVENT, NOW, workbook, write

if TYPE_CHECKING:
    from pathlib import Path


def test_notes_and_many_columns_are_told_shortly(tmp_path: Path) -> None:
    many = {f"c{i}": i for i in range(20)} | {"Csat_Scor": 1}
    write(tmp_path / "events.ndjson", [EVENT | many])
    write(tmp_path / "t.csv", workbook(a=[["ticket_id", "created_at"], ["1", "2026-01-01"]]))
    data = {"events": {"files": "events.ndjson"}, "tickets": {"files": "t.csv"}}
    config = Config.model_validate({"company": "A", "root": tmp_path, "data": data})
    lines = check_lines(check_report(load_tables(config, now=NOW), config))
    assert "tickets: t.csv is an Excel workbook and was read as one" in lines
    (unread,) = [line for line in lines if "columns not read" in line]
    assert unread == (
        "events: columns not read: Csat_Scor (did you mean 'csat_score'?), c0, c1, c2, c3, c4, c5, "
        "c6, c7, c8, c9, c10 and 9 more"
    )


def test_a_long_value_is_cut(tmp_path: Path) -> None:
    write(tmp_path / "events.ndjson", [EVENT | {"outcome": "solved\n" + "x" * 90}])
    data = {"events": {"files": "events.ndjson"}}
    config = Config.model_validate({"company": "A", "root": tmp_path, "data": data})
    lines = check_lines(check_report(load_tables(config, now=NOW), config))
    ending = "; found 'solved " + "x" * 20 + "...' in events.ndjson, row 1"
    assert any(line.endswith(ending) for line in lines)


def test_a_word_that_is_nearly_right_is_told_the_right_one(tmp_path: Path) -> None:
    write(tmp_path / "events.ndjson", [EVENT | {"outcome": "escalatd"}, EVENT | {"kind": "xyz"}])
    data = {"events": {"files": "events.ndjson"}}
    config = Config.model_validate({"company": "A", "root": tmp_path, "data": data})
    lines = check_lines(check_report(load_tables(config, now=NOW), config))
    (outcome,) = [line for line in lines if "escalatd" in line]
    assert outcome.endswith("in events.ndjson, row 1 - did you mean 'escalated'?")
    (kind,) = [line for line in lines if "xyz" in line]
    assert kind.endswith("found 'xyz' in events.ndjson, row 2")
