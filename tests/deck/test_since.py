"""The slides on money since launch and on assumptions: native charts of the numbers given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pptx import Presentation

from kpikit.deck import build_deck
from kpikit.deck.figures import since_chart, tornado_chart
from tests.deck.reading import titles
from tests.findings.test_proof import months, moved, view

if TYPE_CHECKING:
    from pathlib import Path

SIZE = (620.0, 300.0)


def test_both_slides_are_there_where_there_is_something_to_show(tmp_path: Path) -> None:
    shown = view(
        cumulative=months(-9e3, 1e3, -2e3, 5e3),
        tornado=[moved("contact_share", 8e4, 12e4), moved("human_chat_cost", 1e5, 8.5e4)],
    )
    path = build_deck(shown, tmp_path / "deck.pptx")
    found = titles(path)
    assert any(
        title.startswith("Pricing Bot paid back for good in April 2026, its 4th month")
        for title in found
    )
    assert any(title.startswith("Net value moves most with the share") for title in found)
    without = titles(build_deck(view(), tmp_path / "without.pptx"))
    assert len(found) == len(without) + 2
    shapes = {shape.name for slide in Presentation(str(path)).slides for shape in slide.shapes}
    assert {"Net since launch", "Net by assumption"} <= shapes


def test_the_columns_and_the_total_are_in_the_workbook() -> None:
    chart = since_chart(view(cumulative=months(-9e3, 1e3, -2e3, 5e3)), SIZE)
    assert chart is not None
    cells = {column.header: list(column.cells) for column in chart.book.columns}
    # The last row is room for the names.
    assert cells["Added"] == [None, 10e3, None, 7e3, None]
    assert cells["Lost"] == [-9e3, None, -3e3, None, None]
    assert cells["Total since launch"] == [-9e3, 1e3, -2e3, 5e3, None]
    (text,) = [text for text in cells["Paid back"] if text]
    assert str(text).split() == ["paid", "back", "Apr", "2026"]


def test_a_bar_reaches_from_the_lower_to_the_higher_net() -> None:
    net = view()["net_value"].value or 0.0
    rows = [
        moved("contact_share", net + 2e4, net - 1e4),
        moved("human_chat_cost", net - 5e3, net + 1e3),
    ]
    chart = tornado_chart(view(tornado=rows), SIZE)
    assert chart is not None
    cells = {column.header: list(column.cells) for column in chart.book.columns}
    assert cells["At low"] == [net + 2e4, net - 5e3]
    assert cells["Spacer"] == pytest.approx([0.0, 5e3])
    assert cells["Below as assumed"] == pytest.approx([1e4, 5e3])
    assert cells["Above as assumed"] == pytest.approx([2e4, 1e3])
    assert tornado_chart(view(), SIZE) is None
