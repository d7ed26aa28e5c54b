"""A new definition is marked in charts over time: an upright with a name, on its first period."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from pptx import Presentation

from kpikit.deck import build_deck
from kpikit.deck.audit import audit
from kpikit.deck.figures.lines import Curve, lines_chart
from kpikit.deck.figures.trend import trend
from tests.deck.reading import C, charts, notes
from tests.sample import PERIODS, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.kpi import Kpi
    from kpikit.view import Result, View

SIZE = (600.0, 300.0)
DAY = "2026-06-01"  # the first of the tenth month of the sample


def redefined(kpi: Kpi, *days: str) -> Kpi:
    """The declaration with changes of meaning on these days."""
    return dataclasses.replace(kpi, history=tuple(f"{day}: counts otherwise" for day in days))


def history(kpi: str, *days: str) -> list[Result]:
    rows = snapshot(intervals=True).view("pricing").history(kpi)
    return [dataclasses.replace(row, kpi=redefined(row.kpi, *days)) for row in rows]


def cells(chart: Any) -> dict[str, list[Any]]:
    return {column.header: list(column.cells) for column in chart.book.columns}


def test_the_upright_stands_at_the_first_period_of_the_new_definition() -> None:
    rows = history("csat", DAY)
    chart = lines_chart([Curve("CSAT", "blue", "blue", "circle", rows)], SIZE)
    plain = lines_chart([Curve("CSAT", "blue", "blue", "circle", history("csat"))], SIZE)
    assert chart is not None
    assert plain is not None
    place = PERIODS.index("2026-06")
    found = cells(chart)
    at, down = (found[f"Place of {what}: redefined 10"] for what in ("name", "upright"))
    assert [row for row, value in enumerate(at) if value is not None] == [place]
    # From the middle of the room on top of the axis down to its foot, above all that is drawn.
    assert at[place] == pytest.approx((plain.axis.high + chart.axis.high) / 2)
    assert at[place] - down[place] == pytest.approx(plain.axis.low)
    assert chart.axis.high > at[place] > plain.axis.high
    (name,) = [text for text in found["Name: redefined 10"] if text]
    assert name.replace("\u00a0", " ").strip() == "Redefined"
    # What is drawn is untouched: all values are by the new definition.
    assert found["CSAT"] == cells(plain)["CSAT"]
    assert found["CSAT"] == pytest.approx([row.value for row in rows], rel=1e-12)


def test_without_a_change_of_meaning_nothing_is_marked() -> None:
    for days in ((), ("2024-01-01",), ("2027-01-01",)):
        chart = lines_chart([Curve("CSAT", "blue", "blue", "circle", history("csat", *days))], SIZE)
        assert chart is not None
        assert not [name for name in cells(chart) if "redefined" in name]


def test_of_two_measures_the_mark_says_which() -> None:
    rows = history("csat", DAY), history("resolution_rate")
    curves = [
        Curve(name, "blue", "blue", "circle", one)
        for name, one in zip(("CSAT", "Resolved"), rows, strict=True)
    ]
    chart = lines_chart(curves, SIZE)
    assert chart is not None
    (name,) = [text for text in cells(chart)["Name: redefined 10"] if text]
    assert name.replace("\u00a0", " ").strip() == "CSAT redefined"


def changed_view() -> View:
    """The pricing bot of a run in which the net and CSAT changed their meaning in June."""
    sample = snapshot(intervals=True)
    view = sample.view("pricing")
    found = dataclasses.replace(view)
    made = {
        key: dataclasses.replace(view._at(key), kpi=redefined(view._at(key).kpi, DAY))
        for key in view._rows
        if key[0] in {"net_incremental_revenue", "csat"}
    }
    found.__dict__["_rows"] = view._rows
    found.__dict__["_made"] = made
    return found


def test_a_deck_marks_it_wherever_the_measure_is_drawn(tmp_path: Path) -> None:
    path = build_deck(changed_view(), tmp_path / "deck.pptx")
    assert audit(path) == []
    found = charts(path)
    said = {name: [t.replace("\u00a0", " ").strip() for t in c.labels] for name, c in found.items()}
    assert "Net redefined" in said["Money by month"]
    assert "Redefined" in said["Net by month"]
    # On one line it would be wider than some renderers leave a label of so narrow a chart.
    assert "CSAT redefined" in [" ".join(t.split()) for t in said["Resolution and satisfaction"]]
    assert not any("redefined" in text for text in said["Sales cycle by month"])
    bars = found["Money by month"].root.iter(f"{C}errBars")
    dashes = [node.get("val") for bar in bars for node in bar.iter("{*}prstDash")]
    assert "sysDash" in dashes
    said_once = "Redefined on 1 Jun 2026 (counts otherwise); all values are by the new definition."
    assert said_once in " ".join(notes(path))
    assert len(Presentation(str(path)).slides) > 5


def test_the_trend_of_money_names_what_changed() -> None:
    chart = trend(changed_view(), SIZE)
    assert chart is not None
    (name,) = [text for text in cells(chart)["Name: redefined 10"] if text]
    assert "Net" in name
    assert len(cells(chart)["Name: redefined 10"]) == len(PERIODS) + 1
