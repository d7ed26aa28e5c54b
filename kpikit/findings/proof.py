"""Whether a holdout shows that the bot brings the revenue that is booked to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpikit import labels
from kpikit.context import PORTFOLIO
from kpikit.findings.figure import Figure, figures
from kpikit.findings.notice import Notice
from kpikit.findings.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.view import Result, View

    Row = dict[str, Any]

UNPROVEN = "attributed, not proven incremental"
ATTRIBUTED = "Attributed to the bot, not proven incremental: no holdout ran."
FIRST = 1000.0
"""The weight of what undoes a headline: more standard errors than any measure is ever off."""

UNITS = {
    "treated": "count", "treated_converted": "count", "control": "count",
    "control_converted": "count", "exposed": "count", "lift": "points", "lift_low": "points",
    "lift_high": "points", "conversion_value": "money", "gain": "money", "gain_low": "money",
    "gain_high": "money",
}  # fmt: skip


def attribution(view: View) -> str:
    """What the booked revenue proves, in one sentence: what a holdout showed, or that none did."""
    if view.bot.id == PORTFOLIO:
        return _of_all(view)
    row = _row(view)
    if row is None:
        return ATTRIBUTED
    if row["lift"] is None:
        return f"Attributed to the bot, not proven incremental: {row['why']}."
    if row["lift_low"] > 0:
        return f"A holdout proves an effect: {_told(view, row)}"
    found = f"a loss of buyers, {_ends(row)}" if row["lift_high"] < 0 else f"no lift, {_ends(row)}"
    return f"Attributed to the bot, not proven incremental: the holdout shows {found}."


def label(view: View) -> str:
    """The words a headline carries: none where there is no revenue or a holdout proves its effect.

    A portfolio is proven where each bot that books revenue is.
    """
    if not view["revenue_booked"].value or is_proven(view):
        return ""
    return UNPROVEN


def is_proven(view: View) -> bool:
    """Whether a holdout of this bot and period shows a lift above zero, whatever chance did."""
    if view.bot.id == PORTFOLIO:
        sold = _sellers(view)
        return bool(sold) and all(is_proven(one) for one in sold)
    row = _row(view)
    return row is not None and row["lift"] is not None and row["lift_low"] > 0


def why_open(view: View) -> str:
    """Why a holdout of the bot cannot tell; empty where it can, or none ran."""
    row = _row(view)
    return str(row["why"]) if row is not None and row["lift"] is None else ""


def no_lift(view: View) -> Iterator[Notice]:
    """A holdout without a lift, where the bot books more than it costs: nothing matters more."""
    views = _sellers(view) if view.bot.id == PORTFOLIO else [view]
    for one in views:
        row, net = _row(one), one["net_incremental_revenue"]
        shown = row is not None and row["lift"] is not None and row["lift_low"] <= 0
        if row is None or not shown or (net.value or 0) <= 0:
            continue
        booked = one["revenue_booked"]
        yield Notice(
            f"The holdout shows no lift, though {booked.text} is booked to {one.bot.name}.",
            f"{_told(one, row)} Its booked net of {net.text} may have come without it.",
            "money",
            kind="money",
            about=("revenue_booked",),
            cause=f"no lift {one.bot.id}",
            weight=FIRST,
            stake=net.value or 0.0,
            todo="Treat the booked net as unproven, and let the holdout run on.",
            figures=(*figures(booked, net), *shown_figures(one)),
        )


def shown_figures(view: View) -> tuple[Figure, ...]:
    """Every number of the bot's holdout, in a portfolio of all, for the sentences that say them."""
    if view.bot.id == PORTFOLIO:
        return tuple(one for seller in _sellers(view) for one in shown_figures(seller))
    row = _row(view)
    if row is None:
        return ()
    place = f"details holdout {view.bot.id} {view.period}"
    found = [
        Figure(float(row[name]) * (100 if unit == "points" else 1), unit, f"{place} {name}")
        for name, unit in UNITS.items()
        if row[name] is not None
    ]
    shares = [
        Figure(row[f"{arm}_converted"] / row[arm], "share", f"{place} {arm}_converted / {arm}")
        for arm in ("treated", "control")
        if row[arm]
    ]
    return (*found, *shares)


def _of_all(view: View) -> str:
    sold = _sellers(view)
    proven = [one for one in sold if is_proven(one)]
    if not proven:
        return next((attribution(one) for one in sold if _row(one)), ATTRIBUTED)
    gains = [
        f"{_money(one, 'gain')} ({_range(one)}) of revenue at {one.bot.name}" for one in proven
    ]
    shown = f"holdouts prove {listed(gains)}" if len(proven) > 1 else f"a holdout proves {gains[0]}"
    if len(proven) == len(sold):
        return f"{shown[:1].upper()}{shown[1:]} in {labels.period(view.period)}."
    return f"Attributed, not proven incremental, but for this: {shown}."


def _sellers(view: View) -> list[View]:
    """The bots that booked revenue in the period."""
    return [one for one in view.chatbots() if one["revenue_booked"].value]


def _row(view: View) -> Row | None:
    return next(iter(view.detail("holdout")), None)


def _told(view: View, row: Row) -> str:
    """What the two arms did, and what that makes in the period."""
    shares = [
        labels.number(row[f"{arm}_converted"] / row[arm], "share", decimals=2)
        for arm in ("treated", "control")
    ]
    return (
        f"{shares[0]} of those with {view.bot.name} bought, {shares[1]} of those without, "
        f"{_ends(row)}: {_money(view, 'gain')} of revenue in {labels.period(view.period)}, "
        f"{_range(view)} possible."
    )


def _ends(row: Row) -> str:
    """The lift in points, and how far off it may be."""
    low, high = (labels.number(100 * row[end], decimals=2) for end in ("lift_low", "lift_high"))
    more = "more" if row["lift"] >= 0 else "fewer"
    return f"{labels.number(100 * abs(row['lift']), decimals=2)} points {more} ({low} to {high})"


def _money(view: View, name: str) -> str:
    row = _row(view) or {}
    return _net(view).format(row.get(name))


def _range(view: View) -> str:
    row = _row(view) or {}
    ends = (row.get("gain_low"), row.get("gain_high"))
    return labels.interval(*ends, "money", decimals=0, currency=view.context.currency)


def _net(view: View) -> Result:
    return view["net_incremental_revenue"]
