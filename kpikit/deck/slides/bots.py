"""By chatbot: what each of them adds to the portfolio's net revenue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.deck import figures
from kpikit.deck.figures.bots import COST, NET, Contribution, contributions
from kpikit.deck.fit import shortened
from kpikit.deck.notes import holdouts
from kpikit.deck.text import Par
from kpikit.deck.wording import caveat, source, spared
from kpikit.findings import by_bot

if TYPE_CHECKING:
    from kpikit.deck.maker import Maker
    from kpikit.view import View

SHOWN = 12  # bars that are still told apart


def bots(make: Maker) -> None:
    """Net incremental revenue by bot, of the portfolio only; the bars add up to its net."""
    view = make.view
    every = make.view.chatbots()
    parts = contributions(every, view) if view.bot.id == "*" else []
    if not parts:
        return
    finding = by_bot(every)
    subtitle = f"What each chatbot adds to the net, {labels.period(view.period)}"
    bounded = any(part.bounds[0] is not None for part in parts)
    subtitle += "; lines and brackets: 95% intervals" if bounded else ""
    sheet = make.sheet("Chart", finding.title, subtitle)
    shown = _shown(parts, view)
    chart = figures.bots_chart(shown, view[NET], sheet.size("Chart"))
    if chart is not None:
        sheet.chart("Chart", chart, _alt(shown, view), called="Net by chatbot")
    others = [text for text in map(_other, every) if text]
    about = f"The bars add up to the {view[NET].text} of all chatbots."
    pars = spared([about, *others])
    sheet.text("Notes", [Par("Reading the chart"), *pars, Par(caveat(view), 2)])
    sheet.text(
        "Source",
        [Par(source(view, ("events", "leads", "deals", "orders", "costs", "assignments")))],
    )
    sheet.cite(view[NET])
    for v in every:
        sheet.cite(v[NET], v[COST], v["net_value"])
    sheet.say(finding.title + ".", about, *others, caveat(view))
    sheet.trace(*holdouts(view))


def _shown(parts: list[Contribution], view: View) -> list[Contribution]:
    """As many bars as can be told apart; the smallest of more are one bar."""
    if len(parts) <= SHOWN:
        return parts
    parts = sorted(parts, key=lambda part: -abs(part.value))
    rest = parts[SHOWN - 1 :]
    value = sum(part.value for part in rest)
    name, text = f"{len(rest)} other chatbots", view[NET].format(value)
    return [*parts[: SHOWN - 1], Contribution(name, value, text, view[COST])]


def _other(view: View) -> str:
    """What a bot that books no revenue is worth, or why it adds nothing here."""
    net, cost, value = view[NET], view[COST], view["net_value"]
    name = shortened(view.bot.name, 14, 170)
    if net.known:
        return ""
    if not cost.known:
        return f"{name}: {net.reason or 'no figure in this period'}."
    if not value.known:
        return f"{name}: books no revenue; its cost is {cost.text}."
    saved = view["durable_cost_saved"]
    open_ = ", provisional" if saved.status == "provisional" else ""
    return (
        f"{name}: books no revenue. It cost {cost.text} and saved {saved.text}{open_}, "
        "which is no part of this net."
    )


def _alt(parts: list[Contribution], view: View) -> str:
    values = [
        f"{part.name} {part.text}"
        + (f" ({part.note})" if part.note else "")
        + (f" ({part.row.interval_text})" if part.bounds[0] is not None else "")
        for part in parts
    ]
    total = f"All chatbots {view[NET].text}"
    return f"Part of the net by chatbot, the largest first. {'; '.join([*values, total])}."
