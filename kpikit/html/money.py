"""Money: over time, step by step, and the assumptions it rests on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpikit import charts, findings, labels
from kpikit.charts import account
from kpikit.context import PORTFOLIO
from kpikit.findings.marks import marked
from kpikit.findings.unfinished import open_periods
from kpikit.findings.words import so_far
from kpikit.html.markup import Html, join, tag
from kpikit.html.proof import methods, since, tornado
from kpikit.html.section import Section, figure, section
from kpikit.html.stacked import stacked
from kpikit.periods import kind_of

if TYPE_CHECKING:
    from kpikit.context import Assumed
    from kpikit.view import View


def money(view: View) -> Section:
    """Income, cost and net over time; the bridge; what was assumed."""
    return section(
        "money",
        findings.money(view),
        _trend(view),
        _bridge(view),
        methods(view),
        since(view),
        tornado(view),
        assumptions(view),
        eyebrow="Money",
    )


def _trend(view: View) -> Html | None:
    series = charts.money_series(view)
    if series is None:
        return None
    name = "Revenue booked" if series.account.name == "Revenue" else "Cost saved for good"
    bounded = any(row.low is not None for row in series.net)
    note = "; vertical lines show the 95% interval of the net" if bounded else ""
    late = open_periods(series.net)
    note += f"; dashed, open dot: can still change, {late}" if late else ""
    note += marked(charts.trend_marks(view))
    return figure(
        "kk-trend",
        lambda *, narrow: charts.trend(view, narrow=narrow),
        title=f"{name}, cost and net by {kind_of(view.period)}",
        caption=charts.trend_unit(series).words + note,
        alt=charts.trend_alt(view),
    )


def _bridge(view: View) -> Html | None:
    chosen = account(view)
    if chosen is None:
        return None
    net = view[chosen.net]
    note = "; the line with ends is the 95% interval of the net" if net.low is not None else ""
    note += so_far(net)
    source = "revenue" if chosen.name == "Revenue" else "savings"
    return figure(
        "kk-bridge",
        lambda *, narrow: charts.bridge(view, narrow=narrow),
        title=f"From {source} to net, {labels.period(view.period)}",
        caption=charts.bridge_unit(view).words + note,
        alt=charts.bridge_alt(view),
    )


def assumptions(view: View) -> Html | None:
    """What nobody measured: each assumption with its range, owner and source, bot by bot."""
    given = view.assumptions()
    if account(view) is None:
        # Where no money is shown, defaults that nobody set explain nothing.
        given = [row for row in given if not row.default]
    if not given:
        return None
    heads = {"Assumption": None, "Value": "kk-num", "Low to high": "kk-num", "From": None}
    names = {bot.id: bot.name for bot in view.context.bots}
    rows = []
    for bot in dict.fromkeys(row.bot_id for row in given):
        if view.bot.id == PORTFOLIO:
            name = tag("th", names.get(bot, bot), colspan=4, scope="rowgroup", role="rowheader")
            rows.append(tag("tr", name, class_="kk-group", role="row"))
        rows += [_assumed(view, row) for row in given if row.bot_id == bot]
    return stacked(tag("caption", tag("b", "What the money figures assume")), heads.items(), rows)


def _assumed(view: View, row: Assumed) -> Html:
    name, unit, decimals = findings.ASSUMPTIONS.get(row.name, (row.name, "score", 2))
    currency = view.context.currency
    ends = labels.interval(row.low, row.high, unit, decimals=decimals, currency=currency)
    value = labels.number(row.value, unit, decimals=decimals, currency=currency)
    return tag(
        "tr",
        tag("th", name, scope="row", role="rowheader"),
        tag("td", value, class_="kk-num kk-now", role="cell", data_l="Value"),
        tag("td", ends, class_="kk-num kk-dim", role="cell", data_l="Low to high"),
        tag("td", _origin(row), role="cell", data_l="From"),
        role="row",
    )


def _origin(row: Assumed) -> Html:
    """Who stands behind an assumption."""
    if row.default and row.name == "human_chat_cost":
        return tag("span", "an agent hour over the chats of an hour", class_="kk-dim")
    if row.default:
        return tag("span", "kpikit's default: set it in kpikit.yml", class_="kk-dim")
    said = labels.day(dt.date.fromisoformat(row.date)).replace(" ", labels.NBSP) if row.date else ""
    known = [text for text in (row.owner, row.source, said) if text]
    return join(", ".join(known) or "no owner named")
