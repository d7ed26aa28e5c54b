"""The one decision a board is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.findings.words import lower

if TYPE_CHECKING:
    from kpikit.view import Result, View


def decision(view: View) -> str:
    """The decision to ask for: first what loses money, then what is bad, missed or unproven."""
    payback, value = view["payback_multiple"], view["net_value"]
    name = view.bot.name
    if payback.verdict == "bad":
        return f"Decide: fix or stop {name}; {view.it} booked {payback.text} the cost."
    if not payback.known and value.known and (value.value or 0) < 0:
        return f"Decide: bring the cost of {name} below what {view.it} saved, or stop it."
    rows = [row for row in view.headline() if row.known]
    bad = next((row for row in rows if row.verdict == "bad"), None)
    missed = next((row for row in rows if row.target_status == "missed"), None)
    if bad or missed:
        return _owner(bad or missed)
    if payback.known:
        return "Decide: run a holdout, so that the revenue can be shown to come from the bot."
    if value.known:
        return f"Decide: keep {name} running as it is; {view.it} covered the cost."
    return "Decide: who supplies the costs and outcomes that the money figures need."


def _owner(row: Result | None) -> str:
    """Who is to move a figure, and where to look first."""
    if row is None:
        return ""
    wanted = f", target {row.format(row.target)}" if row.target is not None else ""
    advice = " ".join(row.kpi.advice[:1]).split(". ", maxsplit=1)[0].rstrip(".")
    where = f" {advice}." if advice else ""
    return f"Decide: who owns {lower(row.kpi.title)} ({row.text}{wanted}).{where}"
