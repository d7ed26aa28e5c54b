"""The figures on the sample: values, room for every label, words for those who cannot see."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kpikit import charts, labels
from kpikit.charts.bridge import bridge_steps
from kpikit.charts.canvas import text_width
from kpikit.charts.ladder import ladder_steps
from kpikit.charts.months import Plot, line_of
from tests.pages import view

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DRAW = {"ladder": charts.ladder, "trend": charts.trend, "bridge": charts.bridge,
        "cycle": charts.cycle, "gap": charts.cycle_gap}  # fmt: skip
ALT = {"ladder": charts.ladder_alt, "trend": charts.trend_alt, "bridge": charts.bridge_alt,
       "cycle": charts.cycle_alt, "gap": charts.cycle_gap_alt}  # fmt: skip
BOTS = ("pricing", "help", "hostile", "*")


def boxes(figure: Figure) -> list[tuple[str, float, float, float, float]]:
    """Every label with its left, top, right, bottom in DejaVu Sans, the widest font in use."""
    found = []
    for text in figure.axes[0].texts:
        x, y = text.get_position()
        size = float(text.get_fontsize())
        width = text_width(text.get_text(), size, bold=text.get_fontweight() == 700)
        left = {"left": x, "right": x - width, "center": x - width / 2}[text.get_ha()]
        # Cap height and depth of DejaVu Sans.
        found.append((text.get_text(), left, y - 0.74 * size, left + width, y + 0.24 * size))
    return found


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("intervals", [False, True], ids=["plain", "intervals"])
@pytest.mark.parametrize("name", DRAW)
@pytest.mark.parametrize("bot", BOTS)
def test_labels_stay_inside_and_apart(
    bot: str, name: str, *, intervals: bool, narrow: bool
) -> None:
    figure = DRAW[name](view(bot, intervals=intervals), narrow=narrow)
    if figure is None:
        assert bot == "help"
        assert name in {"cycle", "gap"}
        return
    width, height = (side * 72 for side in figure.get_size_inches())
    assert width == (360 if narrow else 816)
    placed = boxes(figure)
    for text, left, top, right, bottom in placed:
        assert left >= -0.5, text
        assert right <= width + 0.5, text
        assert top >= -0.5, text
        assert bottom <= height + 0.5, text
    for one, two in itertools.combinations(placed, 2):
        apart = one[3] <= two[1] or two[3] <= one[1] or one[4] <= two[2] or two[4] <= one[2]
        assert apart, (one[0], two[0])


@pytest.mark.parametrize("name", DRAW)
@pytest.mark.parametrize("intervals", [False, True], ids=["plain", "intervals"])
def test_everything_a_label_says_is_in_the_words(name: str, *, intervals: bool) -> None:
    shown = view("pricing", intervals=intervals)
    said = ALT[name](shown).replace(labels.MINUS, "-")
    axis = re.compile(r"^[−\d,.]+( days)?$")
    for text, *_ in boxes(DRAW[name](shown)):
        if name in {"trend", "cycle", "gap"} and axis.match(text):
            continue
        for value in re.findall(r"\d[\d,.]*\d|\d", text.replace(labels.MINUS, "-")):
            assert value in said or re.search(r"[A-Z][a-z]{2} \d\d$|won deals|orders|until", text)


def test_the_ladder_starts_with_what_held_and_adds_up() -> None:
    steps = ladder_steps(view("pricing"))
    assert [s.label for s in steps[:2]] == ["Held", "Unverifiable"]
    assert steps[0].start == 0
    assert steps[0].texts == ("1,801", "37.4%")
    contained = next(s for s in steps if s.label.startswith("Contained"))
    assert (contained.texts, contained.look) == (("2,695", "56.0%"), "bracket")
    assert steps[-1].texts == ("4,812", "100.0%")
    bars = [s for s in steps if s.look != "bracket"]
    assert all(a.end == b.start for a, b in itertools.pairwise(bars))


def test_without_tickets_the_contained_are_one_hatched_bar() -> None:
    steps = ladder_steps(view("hostile"))
    assert [s.look for s in steps] == ["hatched", "grey", "grey", "grey", "bracket"]
    assert steps[0].texts[0] == labels.number(steps[0].end)


def test_a_bot_without_conversations_has_no_ladder() -> None:
    assert ladder_steps(view("quiet")) == []


def test_the_bridge_adds_up_as_shown() -> None:
    steps = bridge_steps(view("pricing"))
    value = {s.label: float(s.texts[0].replace("−", "-").replace("+", "")) for s in steps}
    costs = [value[name] for name in ("Licences", "People", "AI usage", "Hosting")]
    assert value["Sourced deals"] + value["Direct orders"] == pytest.approx(value["Revenue booked"])
    total = value["Revenue booked"] + sum(costs)
    assert total == pytest.approx(value["Net incremental revenue"])
    assert steps[-1].look == "hatched"
    assert steps[-1].start == next(s for s in steps if s.strong).end


def test_the_bridge_of_a_support_bot_goes_from_savings_to_net_value() -> None:
    steps = bridge_steps(view("help"))
    assert steps[0].label == "Durable cost saved"
    assert steps[-1].label == "Net value"
    assert steps[-1].end < 0
    assert steps[-1].look == "orange"


def test_only_a_bot_with_neither_revenue_nor_savings_has_no_money() -> None:
    assert charts.account(view("quiet")) is None
    assert charts.trend(view("quiet")) is None
    assert charts.bridge(view("quiet")) is None


def test_provisional_figures_end_dashed_with_an_open_dot() -> None:
    figure = charts.trend(view("help"))
    assert figure is not None
    styles = [patch.get_linestyle() for patch in figure.axes[0].patches]
    assert sum(style not in {"solid", "-"} for style in styles) == 1
    rings: list[Any] = [p for p in figure.axes[0].patches if type(p).__name__ == "Circle"]
    assert [ring.get_facecolor()[:3] for ring in rings] == [(1.0, 1.0, 1.0)]


def test_an_earlier_month_that_can_still_change_is_dashed_and_open_too() -> None:
    rows = view("pricing").history("conversations")
    rows[-3:] = [replace(row, status="provisional") for row in rows[-3:]]
    plot = Plot.over([row.period for row in rows], [5000.0], size=(816.0, 300.0, 660.0))
    line_of(plot, rows, "ink")
    patches = plot.canvas.figure.axes[0].patches
    styles = [p.get_linestyle() in {"solid", "-"} for p in patches if type(p).__name__ != "Circle"]
    assert styles == [True, False]
    rings: list[Any] = [p for p in patches if type(p).__name__ == "Circle"]
    assert [ring.get_facecolor()[:3] for ring in rings] == [(1.0, 1.0, 1.0)] * 3
