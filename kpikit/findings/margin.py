"""From which gross margin on a bot pays, by what a holdout shows that it brought."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kpikit import labels
from kpikit.context import PORTFOLIO
from kpikit.findings.figure import Figure, figures
from kpikit.findings.proof import is_proven

if TYPE_CHECKING:
    from kpikit.view import View

NAME = "gross_margin"


class Margin(NamedTuple):
    """The condition under which a bot pays.

    Attributes:
        text: a sentence.
        pays: whether it pays at the estimate, by the margin that is set or by any at all.
        figures: the numbers of the sentence.
    """

    text: str
    pays: bool
    figures: tuple[Figure, ...]


def margin(view: View) -> Margin | None:
    """The gross margin that covers the cost: cost / gain, and cost / the least gain possible.

    The gain is the revenue that a holdout shows. A margin that somebody has set is compared with
    both; a default is nobody's word. None of a portfolio, without a proof, and without a cost.
    """
    row, cost = next(iter(view.detail("holdout")), None), view["total_cost"]
    if view.bot.id == PORTFOLIO or row is None or not is_proven(view) or not cost.value:
        return None
    least, worst = cost.value / row["gain"], cost.value / row["gain_low"]
    given = next((a.value for a in view.assumptions() if a.name == NAME and not a.default), None)
    place = f"{view.bot.id} {view.period}"
    known = [
        *(Figure(least, "share", f"{place} cost / gain"), *figures(cost)),
        Figure(worst, "share", f"{place} cost / gain_low"),
        *([] if given is None else [Figure(given, "share", f"assumption {NAME}")]),
    ]
    text = f"{_from(least, worst)}{_compared(given, least, worst)}."
    return Margin(text, least <= (1.0 if given is None else given), tuple(known))


def _from(least: float, worst: float) -> str:
    if least > 1:
        return "What it brought is less than it cost, at any gross margin"
    if worst > 1:
        return f"It pays from a gross margin of {_share(least)}, at worst from none"
    return f"It pays from a gross margin of {_share(least)}, {_share(worst)} at worst"


def _compared(given: float | None, least: float, worst: float) -> str:
    if given is None or least > 1:
        return ""
    if given >= worst:
        return f"; the {_share(given)} that is set covers both"
    if given >= least:
        return f"; the {_share(given)} that is set covers the first alone"
    return f"; the {_share(given)} that is set is too little"


def _share(value: float) -> str:
    return labels.number(value, "share", decimals=0)
