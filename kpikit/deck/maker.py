"""What makes slides: the opened template, the view, and the months behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kpikit import labels
from kpikit.deck.fit import shortened
from kpikit.deck.notes import origin
from kpikit.deck.sheet import Sheet
from kpikit.deck.text import Par, spanned
from kpikit.deck.wording import wordings

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.deck.slots import Layouts
    from kpikit.view import View

MOST, MOST_OF_ONE = 17, 15


@dataclass
class Maker:
    """A deck in the making.

    Attributes:
        view: the bot and period the deck is about.
        monthly: the same bot in the last month of the period, where the results hold months;
            charts over time are drawn from it.
        deck: the presentation.
        layouts: of its template.
        folder: where the deck will lie; what lies beside it there may be pointed to.
        sheets: the slides so far.
        carried: lines of a slide that was too little to make, for the slide on data.
        lacking: what each of them waits for, for its notes.
    """

    view: View
    deck: Any
    layouts: Layouts
    folder: Path
    monthly: View = field(init=False)
    sheets: list[Sheet] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find the months behind the period."""
        self.monthly = months_of(self.view)

    def sheet(self, layout: str, title: str, subtitle: str = "") -> Sheet:
        """Add a slide on a layout, with a title that fits."""
        slide = self.deck.slides.add_slide(self.layouts[layout])
        sheet = Sheet(slide, layout, self.layouts)
        self.sheets.append(sheet)
        context = self.view.context
        names = [self.view.bot.name, context.company, *(bot.name for bot in context.bots)]
        sheet.title([spanned(text) for text in wordings(title, names)])
        if subtitle:
            sheet.text("Subtitle", [Par(subtitle)])
        return sheet

    def finish(self) -> None:
        """Write the foot and the notes of every slide."""
        context = self.view.context
        names = [context.company, *([] if self.view.bot.id == "*" else [self.view.bot.name])]
        parts = [shortened(name, 12, 200) for name in names]
        parts += ["Board report", labels.period(self.view.period)]
        parts += ["Made-up data"] if context.demo else []
        for number, sheet in enumerate(self.sheets, start=1):
            sheet.finish(" | ".join(parts), origin(context), number=number)

    def elsewhere(self, left: int, noun: str) -> str:
        """Where to find what has no room on a slide, of the files that are there; else nothing.

        Args:
            left: how many there are.
            noun: what they are.
        """
        places = {
            "report.html beside this deck": self.folder / "report.html",
            "results.parquet of this run": self.folder.parent / "results.parquet",
        }
        found = next((name for name, file in places.items() if file.is_file()), "")
        if left <= 0 or not found:
            return ""
        many = f"{noun} is" if left == 1 else f"{noun}s are"
        return f"{labels.number(left)} more {many} in {found}."

    @property
    def most(self) -> int:
        """Slides that a board will go through: of one chatbot fewer than of all."""
        return MOST if self.view.bot.id == "*" else MOST_OF_ONE


def months_of(view: View) -> View:
    """The view on the last month that ends with or before the period; the view itself if none."""
    months = view.months()
    return view.at(months[-1]) if months else view
