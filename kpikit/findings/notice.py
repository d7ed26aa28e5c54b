"""One thing to know, and the order in which things are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpikit.findings.figure import Figure

Kind = Literal["data", "refusal", "money", "quality", "change", "opportunity"]

OF_TABLE = "table "
"""How the cause of what is wrong with a whole table begins."""
CLEAR = 1.96
"""Standard errors from which on chance is no excuse."""


@dataclass(frozen=True)
class Notice:
    """One thing to know.

    Attributes:
        title: the claim, a sentence.
        text: its evidence.
        section: the section of the report that has more.
        kind: a data problem, a figure that is refused, money, quality, a change, an opportunity.
        about: the KPIs it speaks of.
        cause: what is behind it; of several with one cause the first is told.
        weight: how far from where it should be, in standard errors; of a data problem the share
            of the rows that it spoils. 0 is a standing remark.
        stake: the money in it, in the project's currency.
        todo: what to do about it.
        owner: who answers for it.
        figures: the numbers that it says; where none is named, any of the view's.
    """

    title: str
    text: str
    section: str
    kind: Kind = "quality"
    about: tuple[str, ...] = ()
    cause: str = ""
    weight: float = 0.0
    stake: float = 0.0
    todo: str = ""
    owner: str = ""
    figures: tuple[Figure, ...] = ()


def ranked(found: Iterable[Notice], order: Sequence[str]) -> list[Notice]:
    """Data problems, of whole tables first, the widest first; then by standard errors, by money.

    Of several with one cause the first is told.

    Args:
        found: in any order.
        order: KPI ids; of two that are alike otherwise the one about the earlier KPI is first.
    """
    place = {kpi: n for n, kpi in enumerate(order)}

    def key(notice: Notice) -> tuple[bool, bool, float, float, int, str]:
        first = min((place.get(kpi, len(place)) for kpi in notice.about), default=len(place))
        data = notice.kind == "data"
        weight = notice.weight if data else round(notice.weight, 1)
        table = data and notice.cause.startswith(OF_TABLE)
        return not data, not table, -weight, -abs(notice.stake), first, notice.title

    told: list[Notice] = []
    for notice in sorted(found, key=key):
        causes = {one.cause for one in told if one.cause}
        kpis = {kpi for one in told if one.kind != "data" for kpi in one.about}
        if notice.cause not in causes and not kpis & set(notice.about):
            told.append(notice)
    return told
