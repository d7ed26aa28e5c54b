"""The first slide: whose report, of what period, as of when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.deck.fit import shortened
from kpikit.deck.text import Par
from kpikit.deck.wording import as_of, prior_name, source
from kpikit.findings import listed

if TYPE_CHECKING:
    from kpikit.deck.maker import Maker

_SHOWN = 4  # names of bots on the cover


def cover(make: Maker) -> None:
    """Title, period, and the instant all numbers are true of."""
    view, context = make.view, make.view.context
    portfolio = view.bot.id == "*"
    company = shortened(context.company, 14, 300)
    title = f"{context.company}: all chatbots" if portfolio else view.bot.name
    period = labels.period(view.period)
    sheet = make.sheet("Cover", title, f"Board report, {period}")
    about = _bots(make) if portfolio else f"{company}, {view.bot.type} bot"
    compared = f"Compared with {prior_name(view)} and with targets."
    lines = [about, f"As of {as_of(context)}. {compared}"]
    lines += ["All data in this deck are made up."] if context.demo else []
    sheet.text("Notes", [Par(line, spare=place) for place, line in enumerate(lines)])
    sheet.text("Source", [Par(source(view))])


def _bots(make: Maker) -> str:
    """The bots of the portfolio by name, as many as fit."""
    names = [shortened(info.name, 14, 160) for info in make.view.context.bots]
    more = len(names) - _SHOWN
    shown = names if more <= 1 else [*names[:_SHOWN], f"{more} more"]
    return f"Portfolio of {listed(shown)}" if names else "Portfolio"
