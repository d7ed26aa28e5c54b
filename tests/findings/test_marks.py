"""Where charts mark a change, and how they say so; places by hand.

The sample's months are whole months of UTC, September 2025 to September 2026.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from kpikit import charts
from kpikit.charts.months import Plot, mark_rows
from kpikit.details.changes import SCHEMA
from kpikit.findings.marks import Mark, changes, marked, marks
from kpikit.report import Report
from tests.pages import tree, words
from tests.sample import snapshot

if TYPE_CHECKING:
    import pytest

    from kpikit.view import View

CAPTION = ". Dotted uprights: changes, by their number under What changed"


def shown(bot: str, *days: tuple[str, str, str | None]) -> View:
    rows: list[dict[str, Any]] = [
        {"bot_id": bot, "period": "2026-09", "day": dt.date.fromisoformat(day), "what": what,
         "of_bot": of}
        for day, what, of in days
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=SCHEMA)
    return replace(snapshot(), details={"changes": frame}).view(bot)


def test_a_change_is_where_its_day_is() -> None:
    """June is the tenth month: its middle is at 9, its first day half a month before."""
    view = shown("pricing", ("2026-06-01", "new model", None), ("2026-06-16", "texts", None))
    found = marks(view, view.history("csat"))
    assert [(mark.label, mark.at) for mark in found] == [("1", 8.5), ("2", 9.0)]
    # A shorter history keeps the numbers.
    later = marks(view, view.history("csat")[10:])
    assert later == []
    # At the left edge of a chart nothing was before, so the first of June has no line there.
    (one,) = marks(view, view.history("csat", n=4)[:1])
    assert (one.label, one.at) == ("2", 0.0)


def test_what_is_outside_of_the_periods_is_not_marked() -> None:
    view = shown("pricing", ("2025-08-31", "too old", None), ("2025-09-01", "at the edge", None))
    assert marks(view, view.history("csat")) == []
    assert changes(view) == []


def test_of_many_changes_the_newest_are_marked() -> None:
    days = [(f"2026-03-{day:02}", f"change {day}", None) for day in range(1, 13)]
    found = changes(shown("pricing", *days))
    assert [(one.number, one.text) for one in found] == [
        (n, f"change {n + 3}") for n in range(1, 10)
    ]


def test_in_the_portfolio_the_chatbot_is_named() -> None:
    view = shown("*", ("2026-06-01", "new model", "pricing"), ("2026-07-01", "new desk", None))
    assert [one.text for one in changes(view)] == ["new model (Pricing Bot)", "new desk"]


def test_a_definition_is_marked_on_its_own_measure_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    view = shown("pricing")
    rows = view.history("csat")
    monkeypatch.setitem(rows[-1].kpi.__dict__, "breaks", (change("2026-06-16"),))
    (mark,) = marks(view, rows)
    assert (mark.label, mark.at, mark.definition) == ("defined anew", 9.0, True)
    said = ". Dashed upright: the definition changed on 16 Jun 2026"
    assert marked([mark]) == said
    assert marked([replace_label(mark), mark]) == CAPTION + said
    assert marks(view, view.history("conversations")) == []


def change(day: str) -> Any:
    from kpikit.kpi.history import Break

    return Break(dt.date.fromisoformat(day), 2, "stars count")


def replace_label(mark: Mark) -> Mark:
    return mark._replace(label="1", definition=False)


def test_labels_that_would_cover_each_other_are_on_lines_of_their_own() -> None:
    day = dt.date(2026, 6, 1)
    found = [Mark(at, day, label, definition=False)
             for at, label in ((1.0, "1"), (1.1, "2"), (3.0, "3"))]  # fmt: skip
    assert mark_rows(found, [50.0, 55.0, 150.0]) == [0, 1, 0]


def test_a_mark_in_half_a_wide_period_stays_in_the_field() -> None:
    """Two points are 600 pixels apart: a day before the first, or after the last, is beyond."""
    day = dt.date(2026, 6, 1)
    found = [Mark(at, day, label, definition=False) for at, label in ((-0.4, "1"), (1.4, "2"))]
    plot = Plot.over(["2026-Q2", "2026-Q3"], [5.0], size=(816.0, 300.0, 660.0))
    plot.marks(found)
    xs = [text.get_position()[0] for text in plot.canvas.figure.axes[0].texts]
    assert len(xs) == 2
    assert all(0 < x < 660 for x in xs)


def test_charts_mark_it_and_the_report_lists_it_once() -> None:
    view = shown("pricing", ("2026-06-01", "new <model>", None))
    plain = snapshot().view("pricing")
    for draw, alt in ((charts.trend, charts.trend_alt), (charts.cycle, charts.cycle_alt)):
        for narrow in (False, True):
            figure, before = draw(view, narrow=narrow), draw(plain, narrow=narrow)
            assert figure is not None
            assert before is not None
            texts = [text.get_text() for text in figure.axes[0].texts]
            assert len(texts) == len(before.axes[0].texts) + 1
            assert "1" in texts
        assert alt(view) == alt(plain).rstrip(".") + CAPTION + "."
    section = words(tree(Report(view).changes()._repr_html_()))
    assert "What was done" in section
    assert "new <model>" in section
    assert "What was done" not in words(tree(Report(plain).changes()._repr_html_()))
