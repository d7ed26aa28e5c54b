"""Findings about money over time and step by step: the titles of the deck's money slides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.findings.cycle import apart, spread
from kpikit.findings.words import STEADY, Finding, count, filling, moved, so_far, steady, tested

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.context import Assumed
    from kpikit.view import Result, View


DERIVED = "human_chat_cost"  # not given, it is the cost of an hour over the chats of an hour


def net_by_month(rows: Sequence[Result]) -> Finding:
    """How often the net was above zero, and where it stands.

    Args:
        rows: of one money KPI, one a period, oldest first.
    """
    known = [row for row in rows if row.value is not None]
    if not known:
        return Finding("No net to show over time")
    last, name = known[-1], known[-1].kpi.title
    above, total = sum((row.value or 0) > 0 for row in known), len(known)
    now = f"{labels.period(last.period)} ended at {last.text}{so_far(last)}"
    if total == 1:
        return Finding(f"{name} in {labels.period(last.period)}: {last.text}{so_far(last)}")
    if above in {0, total}:
        side = "above" if above else "below"
        both = "both" if total == 2 else f"all {count(total)}"
        return Finding(f"{name} was {side} zero in {both} months; {now}")
    return Finding(f"{name} was above zero in {count(above)} of {count(total)} months; {now}")


def left_over(income: Result, net: Result) -> Finding:
    """What is left of the income once the costs are taken off.

    Args:
        income: revenue booked or savings.
        net: what the costs leave of it.
    """
    verb = "booked" if income.kpi.id == "revenue_booked" else "saved"
    if (net.value or 0) >= 0:
        return Finding(
            f"Of {income.text} {verb}, {net.text} is left after costs{so_far(income, net)}"
        )
    lost = net.format(-(net.value or 0))
    return Finding(f"Costs exceed the {income.text} {verb} by {lost}{so_far(income, net)}")


def adjusted_cycle(view: View) -> str:
    """What is left of the published sales cycle once open leads are counted; empty if unknown.

    A clause for after a semicolon: "counting open leads, 1 day later".
    """
    kpi = "sales_cycle_adjusted_reduction_days"
    if kpi not in view:
        return ""
    row = view[kpi]
    if row.value is None:
        return ""
    if row.low is not None and row.high is not None and row.low <= 0 <= row.high:
        return f"counting open leads, {apart(row)} ({spread(row)})"
    return f"counting open leads, {apart(row)}"


def against(row: Result, before: str) -> str:
    """A sentence on the change since the period before; nothing where it is not known.

    It says that something moved only where more than chance and usual movement says so.

    Args:
        row: the result of this period.
        before: the name of the period before.
    """
    if row.change is None or row.prior_value is None:
        return ""
    title, was = row.kpi.title, row.format(row.prior_value)
    if filling(row):
        return f"{title} is {row.text} so far{so_far(row)}; it was {was} in {before}."
    if tested(row) and not steady(row):
        return f"{title} moved {moved(row)} on {before}, from {was} to {row.text}{so_far(row)}."
    hedge = f"; {STEADY}" if steady(row) else ""
    return f"{title} was {was} in {before}, now {row.text}{so_far(row)}{hedge}."


def independent(rows: Sequence[Assumed]) -> list[Assumed]:
    """The assumptions that somebody, or a default, has set; none that follows from others."""
    return [row for row in rows if not (row.default and row.name == DERIVED)]


def assumed(rows: Sequence[Assumed]) -> Finding:
    """How many numbers nobody measured, and how many of them nobody has set.

    A cost of a chat that follows from an hour and its chats is none of its own.
    """
    rows = independent(rows)
    total, unset = len(rows), sum(row.default for row in rows)
    noun = "assumption stands" if total == 1 else "assumptions stand"
    title = f"{count(total).capitalize()} {noun} behind the money"
    if unset == total and total > 1:
        title += ", all of them kpikit's defaults"
    elif unset:
        title += f"; {count(unset)} {'is' if unset == 1 else 'are'} at kpikit's default"
    ranged = sum(row.low is not None and row.high is not None for row in rows)
    text = f"{count(ranged).capitalize()} of them {'has' if ranged == 1 else 'have'} a range."
    return Finding(title, (text,))
