"""Axes and the names under them: room used, no two lines alike, no name over another."""

from __future__ import annotations

import itertools
from dataclasses import replace

import polars as pl
import pytest

from kpikit.deck.chart import Axis
from kpikit.deck.figures import bots_chart, net_bars
from kpikit.deck.figures.axes import (
    SIZE,
    End,
    end_series,
    month_names,
    plain_axis,
    round_ends,
    under,
)
from kpikit.deck.figures.bots import Contribution
from kpikit.deck.fit import width
from kpikit.deck.workbook import Book
from tests.sample import PERIODS, snapshot

MONTHS = [f"{2025 + (8 + n) // 12}-{(8 + n) % 12 + 1:02d}" for n in range(18)]


@pytest.mark.parametrize(
    "values", [(-18, 381), (-43.5, 185.6), (0.1005,), (47,), (-1e6, 3.2e6), (0.0003,), (7, 9)]
)
def test_an_axis_holds_all_values_and_wastes_less_than_half(values: tuple[float, ...]) -> None:
    low, high, step = round_ends(values)
    assert low <= min(0, *values)
    assert high >= max(values)
    assert round((high - low) / step) <= 5
    used = max(0, *values) - min(0, *values)
    assert used > (high - low) / 2


@pytest.mark.parametrize(
    ("values", "form"), [((0.1005,), "0.0%"), ((0.47,), "0%"), ((0.83,), "0%")]
)
def test_no_two_lines_of_a_share_read_alike(values: tuple[float, ...], form: str) -> None:
    """Steps of 2.5 points need a decimal: as 0% they would read 3, 5 and 8."""
    axis = plain_axis(values, "0%")
    assert axis.format == form
    digits = 1 if form == "0.0%" else 0
    count = round((axis.high - axis.low) / axis.step) + 1
    shown = [f"{100 * (axis.low + place * axis.step):.{digits}f}" for place in range(count)]
    exact = [100 * (axis.low + place * axis.step) for place in range(count)]
    assert [float(text) for text in shown] == pytest.approx(exact)


@pytest.mark.parametrize("pitch", [60.0, 38.0, 34.0, 30.0, 24.0, 15.0, 8.0])
def test_names_of_months_never_touch(pitch: float) -> None:
    names = month_names(MONTHS, pitch)
    assert names[-1].startswith("Feb")
    assert names[-1].replace("\n", " ").replace("\u00a0", " ").split()[1] in {"27", "2027"}
    places = [(place * pitch, name) for place, name in enumerate(names) if name]
    for (left, one), (right, two) in itertools.pairwise(places):
        for first, second in itertools.zip_longest(one.split("\n"), two.split("\n"), fillvalue=""):
            assert (width(first, SIZE) + width(second, SIZE)) / 2 < right - left
    assert under(names) == (39 if any("\n" in name for name in names) else 24)


def test_a_label_stands_over_the_bar_and_over_the_year_before() -> None:
    """The dashed line of the year before crossed the label of the last bar."""
    sample = snapshot(intervals=True)
    ago = pl.when(pl.col("period") >= PERIODS[-3]).then(200_000.0).alias("year_ago_value")
    view = replace(sample, results=sample.results.with_columns(ago)).view("pricing")
    chart = net_bars(view, (424.0, 176.0))
    assert chart is not None
    cells = {column.header: list(column.cells) for column in chart.book.columns}
    assert len(cells["Label at"]) == len(PERIODS)
    for place in (0, len(PERIODS) - 1):
        drawn = [cells[name][place] for name in ("Above zero", "Below zero", "Year before")]
        known = [float(value) for value in drawn if isinstance(value, float)]
        top = cells["Label at"][place]
        assert isinstance(top, float)
        assert top == pytest.approx(max(0.0, *known))
    assert cells["Label at"][-1] == 200_000.0


def test_a_label_keeps_off_the_interval_beside_it() -> None:
    row = snapshot(intervals=True).view("*")["net_incremental_revenue"]
    wide = replace(row, low=60_000.0, high=300_000.0, value=150_000.0)
    part = Contribution("Pricing Bot", 150_000.0, "$150.0k", wide)
    chart = bots_chart([part], wide, (610.0, 330.0))
    assert chart is not None
    cells = {column.header: list(column.cells) for column in chart.book.columns}
    (spacer, _) = cells["Spacer to label"]
    assert isinstance(spacer, float)
    # Bar and spacer reach beyond the end of the interval, 150,000 above the bar.
    assert spacer > 150_000 * 1.02


@pytest.mark.parametrize(
    ("value", "side"), [(-1.5e3, "under"), (1e3, "over"), (0.0, "over"), (-39e3, "at it")]
)
def test_the_line_at_zero_strikes_no_name(value: float, side: str) -> None:
    """A field of 200 pt from -50k to 150k: a point is 1k, a name 14.64 pt high, 2 pt off."""
    axis, book = Axis(-50e3, 150e3, 50e3), Book([])
    book.add("Month", ["Aug", "Sep", " "])
    end_series(book, [End("cost", value, "Cost", "orange")], axis=axis, height=200)
    place = next(one.cells[-1] for one in book.columns if one.header == "Place of name: cost")
    expected = {"under": -9.32e3, "over": 9.32e3, "at it": value}
    assert place == pytest.approx(expected[side], abs=10)
