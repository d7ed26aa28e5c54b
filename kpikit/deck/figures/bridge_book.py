"""The workbook of the bridge: amounts are typed, everything else is a live formula.

Where a column starts and ends, and the parts of it above and below zero, follow from the amounts,
so that an edited amount moves everything after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.deck.workbook import Book, Formula

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpikit.charts.steps import Step
    from kpikit.deck.workbook import Cell

MONEY = "#,##0.00"
# Columns of these kinds stand on zero: a sum of what is before them, or an estimate of its own.
SUMS, GROUNDED = {"Total", "Net"}, {"Total", "Net", "Holdout"}


@dataclass(frozen=True)
class BridgeBook:
    """Steps with their kinds, and the book their columns are written to.

    `blank` rows follow the steps: room for a name at the right.
    """

    book: Book
    steps: Sequence[Step]
    kinds: Sequence[str]
    blank: int = 0

    def add(self, header: str, cells: Sequence[Cell], format_: str = MONEY) -> str:
        """Append a column for the steps."""
        return self.book.add(header, [*cells, *[None] * self.blank], format_)

    def formulas(
        self,
        header: str,
        value: Callable[[Step], float],
        text: Callable[[int], str],
        *,
        where: Callable[[Step, str], bool] = lambda _step, _kind: True,
    ) -> str:
        """Append a column of formulas.

        Args:
            header: of the column.
            value: what the formula gives now.
            text: the formula, from the number of its row.
            where: steps that have one; the others stay empty.
        """
        cells = [
            Formula(text(row), value(step)) if where(step, kind) else None
            for row, (step, kind) in enumerate(zip(self.steps, self.kinds, strict=True), start=2)
        ]
        return self.add(header, cells)

    def places(self) -> None:
        """Columns D and E: where each step starts and ends."""
        starts: list[Cell] = []
        ends: list[Cell] = []
        for row, (step, kind) in enumerate(zip(self.steps, self.kinds, strict=True), start=2):
            before = f"E{row - 1}"
            grounded = kind in GROUNDED or row == 2
            starts.append(0.0 if grounded else Formula(f"={before}", step.start))
            whole = f"={before}" if kind in SUMS and row > 2 else f"=D{row}+C{row}"
            ends.append(Formula(whole, step.end))
        self.add("Start", starts)
        self.add("End", ends)

    def spacers(self) -> tuple[str, str]:
        """What lifts a column off zero, upward and downward; never drawn."""
        up = self.formulas(
            "Spacer above zero",
            lambda s: max(0.0, min(s.start, s.end)),
            lambda r: f"=MAX(0,MIN(D{r},E{r}))",
        )
        down = self.formulas(
            "Spacer below zero",
            lambda s: min(0.0, max(s.start, s.end)),
            lambda r: f"=MIN(0,MAX(D{r},E{r}))",
        )
        return up, down

    def parts(self, kind: str) -> tuple[str, str]:
        """The columns of one kind: the part above zero, and the part below it."""

        def mine(_step: Step, one: str) -> bool:
            return one == kind

        up = self.formulas(
            f"{kind}, above zero",
            lambda s: max(0.0, s.start, s.end) - max(0.0, min(s.start, s.end)),
            lambda r: f"=MAX(0,MAX(D{r},E{r}))-MAX(0,MIN(D{r},E{r}))",
            where=mine,
        )
        down = self.formulas(
            f"{kind}, below zero",
            lambda s: min(0.0, s.start, s.end) - min(0.0, max(s.start, s.end)),
            lambda r: f"=MIN(0,MIN(D{r},E{r}))-MIN(0,MAX(D{r},E{r}))",
            where=mine,
        )
        return up, down

    def intervals(self) -> tuple[str, str, str]:
        """Where intervals are drawn from, and how far they reach down and up."""
        lows, highs = [s.low for s in self.steps], [s.high for s in self.steps]
        ends = [s.end for s in self.steps]
        self.add("95% low", lows)
        self.add("95% high", highs)
        down = [None if low is None else end - low for end, low in zip(ends, lows, strict=True)]
        up = [None if high is None else high - end for end, high in zip(ends, highs, strict=True)]
        minus, plus = self.add("To low", down), self.add("To high", up)
        at = self.formulas(
            "Interval at",
            lambda s: s.end,
            lambda r: f"=E{r}",
            where=lambda step, _kind: step.low is not None,
        )
        return at, minus, plus

    def labels(self, texts: Sequence[str]) -> list[tuple[str, str, str]]:
        """Places and texts of the amounts: over a column and its interval, or under it."""
        ranged = any(step.high is not None for step in self.steps)
        top = f",{self.book.letter('95% high')}{{0}}" if ranged else ""
        over = self.formulas(
            "Label over",
            lambda s: max(s.start, s.end, s.end if s.high is None else s.high),
            lambda r: f"=MAX(D{r},E{r}{top.format(r)})",
            where=lambda step, _kind: rises(step),
        )
        under = self.formulas(
            "Label under",
            lambda s: min(s.start, s.end),
            lambda r: f"=MIN(D{r},E{r})",
            where=lambda step, _kind: not rises(step),
        )
        up = [t if rises(s) else "" for t, s in zip(texts, self.steps, strict=True)]
        down = ["" if rises(s) else t for t, s in zip(texts, self.steps, strict=True)]
        return [
            (over, self.add("Text over", up), "t"),
            (under, self.add("Text under", down), "b"),
        ]


def rises(step: Step) -> bool:
    """Whether a column reaches above zero; the amount of any other stands under it."""
    return max(step.start, step.end) > 0 or step.start == step.end
