"""The bridge recomputes itself: its formulas, and a bar that crosses zero."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit.deck import build_deck
from kpikit.deck.figures.bridge import bridge, shown_steps
from kpikit.snapshot import Snapshot
from tests.deck.reading import ReadChart, charts
from tests.sample import snapshot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kpikit.view import View

SIZE = (600.0, 330.0)


def recomputed(chart: ReadChart, amounts: list[float] | None = None) -> dict[str, list[Any]]:
    """What the formulas give, evaluated here, for other amounts if wanted."""
    names = list(chart.columns)
    columns = {name: list(cells) for name, cells in chart.columns.items()}
    if amounts:
        columns["Amount"][: len(amounts)] = amounts

    def cell(found: re.Match[str]) -> str:
        letters = found[1]
        place = sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(letters))) - 1
        value = columns[names[place]][int(found[2]) - 2]
        return repr(0.0 if value is None else value)

    for row in range(len(columns["Step"])):
        for name in names:
            text = chart.formulas[name][row]
            if text:
                python = re.sub(r"\b([A-Z]{1,2})(\d+)\b", cell, text.lstrip("="))
                names_of = {"MAX": max, "MIN": min}
                columns[name][row] = eval(python, {"__builtins__": {}}, names_of)  # noqa: S307
    return columns


@pytest.mark.parametrize("intervals", [False, True])
@pytest.mark.parametrize("bot", ["pricing", "help"])
def test_formulas_give_what_is_drawn(
    deck: Callable[..., Path], bot: str, *, intervals: bool
) -> None:
    chart = charts(deck(bot, intervals=intervals))["Bridge to net"]
    assert sum(text is not None for text in chart.formulas["End"]) == len(
        [step for step in chart.columns["Amount"] if step is not None]
    )
    for name, cells in recomputed(chart).items():
        assert cells == pytest.approx(chart.columns[name]) if _numeric(cells) else True, name


def test_an_edited_amount_moves_what_follows(deck: Callable[..., Path]) -> None:
    chart = charts(deck("pricing"))["Bridge to net"]
    amounts = list(chart.columns["Amount"])
    steps = chart.columns["Step"]
    before = chart.columns["End"][steps.index("Net")]
    amounts[0] += 1000
    after = recomputed(chart, amounts)
    assert after["End"][steps.index("Net")] == pytest.approx(before + 1000)
    assert after["Net, above zero"][steps.index("Net")] == pytest.approx(before + 1000)


def test_a_column_may_cross_zero(deck: Callable[..., Path]) -> None:
    # Help Desk Bot: 26,926.90 saved, 33,378.52 of licences: the column runs from + to -.
    chart = charts(deck("help"))["Bridge to net"]
    place = chart.columns["Step"].index("Licences")
    up, down = (chart.columns[f"Out, {side} zero"][place] for side in ("above", "below"))
    assert up > 0 > down
    assert up - down == pytest.approx(-chart.columns["Amount"][place])
    assert chart.columns["Spacer above zero"][place] == 0


def test_steps_of_nothing_are_left_out(view: Callable[..., View]) -> None:
    whole = snapshot()
    none = whole.results.with_columns(
        pl.when(pl.col("kpi") == "revenue_orders").then(0.0).otherwise("value").alias("value")
    )
    names = [s.label for s in shown_steps(Snapshot(none, whole.context).view("pricing"))]
    assert "Direct orders" not in names
    assert "Revenue booked" not in names  # it would repeat the only source
    assert "Direct orders" in [s.label for s in shown_steps(view("pricing"))]


def test_a_holdout_stands_beside_the_net(tmp_path: Path) -> None:
    whole = snapshot()
    mine = (pl.col("kpi") == "net_incremental_revenue") & (pl.col("method") == "holdout")
    values = {"value": 41_000.0, "low": -2_000.0, "high": 90_000.0}
    told = whole.results.with_columns(
        *(pl.when(mine).then(v).otherwise(name).alias(name) for name, v in values.items()),
        pl.when(mine).then(pl.lit("final")).otherwise("status").alias("status"),
    ).cast(dict(whole.results.schema))
    view = Snapshot(told, whole.context).view("pricing")
    path = build_deck(view, tmp_path / "a.pptx")
    chart = charts(path)["Bridge to net"]
    place = chart.columns["Step"].index("Holdout")
    assert chart.columns["Holdout, above zero"][place] == 41_000
    assert chart.columns["95% low"][place] == -2_000
    assert recomputed(chart)["End"][place] == 41_000


def test_no_money_no_bridge(view: Callable[..., View]) -> None:
    assert bridge(view("quiet"), SIZE) is None


def _numeric(cells: list[Any]) -> bool:
    return all(cell is None or isinstance(cell, float) for cell in cells)
