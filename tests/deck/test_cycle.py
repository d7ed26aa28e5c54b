"""The slide of curves: native chart and table with the numbers of the detail table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pptx import Presentation

from kpikit import findings
from kpikit.deck import build_deck
from tests.cycles import cycle_view, days

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.view import View


def slide(view: View, folder: Path) -> Any:
    """The slide that says why both figures differ, None where there is none."""
    path = build_deck(view, folder / "deck.pptx")
    title = findings.why_apart(view).title
    return next((s for s in Presentation(str(path)).slides if s.shapes.title.text == title), None)


def test_the_curves_with_their_readings(tmp_path: Path) -> None:
    found = slide(cycle_view(days(13, 3, low=-2, high=9)), tmp_path)
    assert found is not None
    chart = next(shape.chart for shape in found.shapes if shape.has_chart)
    plotted = {series.name: list(series.values) for series in chart.plots[0].series}
    days_shown = range(0, 101, 5)  # one in five: more would be too many points to carry names
    assert plotted["Chatbot"] == [day / 200 for day in days_shown]
    assert plotted["Form"] == [(day // 2) / 400 for day in days_shown]
    named = [str(name) for name in chart.plots[0].categories]
    assert [name for name in named if name] == ["0", "30", "60", "90"]
    table = next(shape.table for shape in found.shapes if shape.has_table)
    rows = [[" ".join(cell.text.split()) for cell in row.cells] for row in table.rows]
    assert rows[1] == ["30", "15.0% 170 at risk", "3.8% 385 at risk"]
    assert rows[4] == ["120", "–", "–"]
    texts = " ".join(shape.text_frame.text for shape in found.shapes if shape.has_text_frame)
    assert findings.SELF_SELECTION in texts


def test_without_curves_there_is_no_such_slide(tmp_path: Path) -> None:
    why = "a median takes 3 more chatbot wins within 84 days"
    view = cycle_view(days(13, None, reason=why), curves=False)
    assert slide(view, tmp_path) is None
    deck = Presentation(str(tmp_path / "deck.pptx"))
    texts = [shape.text_frame.text for s in deck.slides for shape in s.shapes
             if shape.has_text_frame]  # fmt: skip
    assert any("3 more chatbot wins within 84 days" in text for text in texts)


def test_each_column_says_which_leads_it_counts(tmp_path: Path) -> None:
    path = build_deck(cycle_view(days(13, 3, low=-2, high=9)), tmp_path / "deck.pptx")
    shapes = [shape for s in Presentation(str(path)).slides for shape in s.shapes]
    table = next(shape.table for shape in shapes if shape.name == "Sales cycle compared")
    heads = [" ".join(cell.text.split()) for cell in table.rows[0].cells][1:]
    assert heads == ["As published: won in Sep 2026", "Adjusted: all leads so far"]
    assert not any("as a whole" in x.text_frame.text for x in shapes if x.has_text_frame)
