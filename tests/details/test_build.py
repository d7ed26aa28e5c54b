"""Detail tables are built in their declared shape, and only read by bot and period."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from kpikit.details import DETAILS
from tests.sample import snapshot


def test_details_begin_with_what_they_are_read_by() -> None:
    names = [one.name for one in DETAILS]
    assert len({*names}) == len(names)
    assert all(one.schema.names()[:2] == ["bot_id", "period"] for one in DETAILS)


def test_a_view_reads_the_rows_of_its_bot_and_period() -> None:
    rows = pl.DataFrame(
        {
            "bot_id": ["pricing", "pricing", "*"],
            "period": ["2026-09", "2026-08", "2026-09"],
            "day": [1, 2, 3],
        }
    )
    view = replace(snapshot(), details={"curve": rows}).view("pricing", "2026-09")
    assert [row["day"] for row in view.detail("curve")] == [1]
    assert [row["day"] for row in view.at("2026-08").detail("curve")] == [2]
    assert [row["day"] for row in view.other("*").detail("curve")] == [3]
    assert view.detail("elsewhere") == []
