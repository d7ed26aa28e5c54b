"""Money over time, and step by step from what came in to what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.charts.bridge import CATEGORIES, bridge_alt
from kpikit.charts.money import BOOKED, account, money_series, trend_alt
from kpikit.deck import figures
from kpikit.deck.figures.bridge import expected_net
from kpikit.deck.notes import holdouts
from kpikit.deck.text import Par
from kpikit.deck.wording import caveat, prior_name, source, spared
from kpikit.findings import against, left_over, lower, net_by_month
from kpikit.findings.decide import partial
from kpikit.findings.proof import label
from kpikit.findings.scope import expected_scope
from kpikit.periods import kind_of

if TYPE_CHECKING:
    from kpikit.charts.money import Account
    from kpikit.deck.maker import Maker
    from kpikit.view import Result, View

REVENUE = ("events", "leads", "deals", "orders", "costs", "assignments")
SAVINGS = ("events", "tickets", "costs")


def trend(make: Maker) -> None:
    """Income above the axis, cost below it, the net as a line."""
    view, months = make.view, make.monthly
    money = money_series(months)
    if money is None:
        return
    unit = kind_of(months.period)
    finding = net_by_month(money.net)
    above = "Revenue" if money.account is BOOKED else "Savings that held"
    bounded = any(row.low is not None for row in money.net)
    more = "; vertical lines: 95% interval of the net" if bounded else ""
    subtitle = f"{above} above the axis, cost below it, by {unit}{more}"
    sheet = make.sheet("Chart", finding.title, subtitle)
    chart = figures.trend(months, sheet.size("Chart"))
    if chart is not None:
        sheet.chart("Chart", chart, trend_alt(months), called="Money by month")
    net = view[money.account.net]
    young = partial(view)
    change = f"{young} to compare with." if young else against(net, prior_name(view))
    lines = [change, *_marks(view), *_best(money.net)]
    small = caveat(view) if money.account is BOOKED else ""
    heading = Par(f"{net.kpi.title}, {labels.period(view.period)}: {net.text}")
    sheet.text("Notes", [heading, *spared(lines), Par(small, 2)])
    sheet.text("Source", [Par(source(view, _tables(money.account)))])
    for rows in (money.income, money.cost, money.net):
        sheet.cite(*rows)
    sheet.cite(net)
    sheet.say(finding.title + ".", *[line for line in lines if line], small)
    sheet.trace(*holdouts(view))


def _marks(view: View) -> list[str]:
    """How many times the cost came back, and what the year before was."""
    payback = view["payback_multiple"]
    if not payback.known:
        return []
    return [f"Revenue booked is {payback.text} the cost of {view['total_cost'].text}."]


def _best(rows: list[Result]) -> list[str]:
    """The best and the worst of the periods shown."""
    known = [row for row in rows if row.value is not None]
    if len(known) < 3:
        return []
    best = max(known, key=lambda row: row.value or 0)
    worst = min(known, key=lambda row: row.value or 0)
    names = [labels.period(row.period) for row in (best, worst)]
    return [f"Best: {names[0]} with {best.text}. Worst: {names[1]} with {worst.text}."]


def bridge(make: Maker) -> None:
    """Sources, less costs by category, to the net; assisted revenue beyond it, not counted."""
    view = make.view
    chosen = account(view)
    if chosen is None:
        return
    income, net = view[chosen.income], view[chosen.net]
    finding = left_over(income, net)
    bounded = "; the line on the net is its 95% interval" if net.low is not None else ""
    subtitle = f"From {lower(income.kpi.title)} to {lower(net.kpi.title)}, {_when(view)}{bounded}"
    claim = "; ".join(part for part in (finding.title, label(view)) if part)
    sheet = make.sheet("Chart", claim, subtitle)
    chart = figures.bridge(view, sheet.size("Chart"))
    if chart is not None:
        sheet.chart("Chart", chart, bridge_alt(view), called="Bridge to net")
    costs = view.split("total_cost", "category")
    lines = [_largest(costs), *_beyond(view, chosen)]
    small = caveat(view) if chosen is BOOKED else "Savings count only conversations that held."
    sheet.text("Notes", [Par("Reading the bridge"), *spared(lines), Par(small, 2)])
    sheet.text("Source", [Par(source(view, _tables(chosen)))])
    sheet.cite(income, net, view["total_cost"])
    sheet.cite(*_sources(view, chosen))
    for row in costs:
        sheet.cite(row)
    sheet.say(finding.title + ".", *[line for line in lines if line], small)
    sheet.trace(*holdouts(view))


def _when(view: View) -> str:
    return labels.period(view.period)


def _sources(view: View, chosen: Account) -> list[Result]:
    if chosen is not BOOKED:
        return []
    rows = [view[kpi] for kpi in ("revenue_sourced", "revenue_orders", "revenue_assisted")]
    others = [expected_net(view), view.get(BOOKED.net, method="holdout")]
    return [*rows, *(row for row in others if row is not None and row.known)]


def _largest(costs: list[Result]) -> str:
    known = [row for row in costs if row.value]
    if not known:
        return ""
    top = max(known, key=lambda row: row.value or 0)
    name = CATEGORIES.get(str(top.segment_value), str(top.segment_value))
    total = sum(row.value or 0 for row in known)
    share = labels.number((top.value or 0) / total, "share")
    return f"{name}: the largest cost, {top.text} or {share} of all."


def _beyond(view: View, chosen: Account) -> list[str]:
    """What is drawn and not counted: assisted revenue, and the published formula."""
    if chosen is not BOOKED:
        return []
    lines = []
    assisted, expected = view["revenue_assisted"], expected_net(view)
    holdout = view.get(BOOKED.net, method="holdout")
    if holdout.known:
        lines.append(
            f"Holdout: {holdout.text} of net, by what people bought with the bot and not without; "
            f"{holdout.interval_text} possible."
        )
    if assisted.value:
        lines.append(
            f"Hatched: {assisted.text} of revenue was assisted, at its weight; it is not counted."
        )
    if expected is not None:
        lines.append(f"Mark at the right: {expected_scope(view)}")
    return lines


def _tables(chosen: Account) -> tuple[str, ...]:
    return REVENUE if chosen is BOOKED else SAVINGS
