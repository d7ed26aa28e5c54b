"""Every number on a page is one of the results, or of the run's context, as labels write it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit import labels
from kpikit.charts.bridge import bridge_steps
from kpikit.charts.ladder import ladder_steps
from kpikit.charts.parts import amounts_of
from kpikit.findings import ASSUMPTIONS, settles, without_interval
from kpikit.html.words import moved
from kpikit.kpi import registry
from kpikit.report import open_report
from kpikit.run.page import to_html
from tests.findings.sentences import said
from tests.pages import notebook, page, tree, view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.kpi import Kpi
    from kpikit.view import Result, View

NUMBER = re.compile(r"[−+]?[$€]?\d+(?:,\d{3})*(?:\.\d+)?(?:[km]\b|%|×)?")


def tokens(*texts: str) -> set[str]:
    """The numbers in texts, without their signs: words say which way a change goes."""
    return {found.lstrip("−+") for text in texts for found in NUMBER.findall(text)}


def results(shown: View) -> Iterator[Result]:
    # What is farthest off in the portfolio is of its chatbots.
    mine = (pl.col("bot_id") == shown.bot.id) | (shown.bot.id == "*")
    for row in shown.results.filter(mine).iter_rows(named=True):
        yield shown._result(row)


def written(row: Result) -> Iterator[str]:
    """Every way in which a row of the results table may be written."""
    values = (row.value, row.prior_value, row.year_ago_value, row.trailing_mean, row.target,
              row.change)  # fmt: skip
    for value in values:
        yield row.format(value)
        yield row.format(value, words=True)
    yield row.interval_text
    yield moved(row)
    for count in (row.n, row.numerator, row.denominator):
        yield labels.number(count)
    kpi = row.kpi
    # Worked out from the interval; tests/findings/test_settle.py has the sums.
    yield settles(row) or ""
    yield from (reason for _, reason in without_interval([row]))
    yield f"{kpi.id} {kpi.title} {kpi.definition} {kpi.advice} {kpi.formula} {row.reason}"
    for day in (row.final_on, row.as_of.date()):
        yield labels.day(day) if day else ""


def of_context(shown: View) -> Iterator[str]:
    """Numbers that no KPI has: dates, counts of rows, assumptions."""
    context, state = shown.context, shown.context.quality
    yield labels.moment(context.as_of, context.timezone)
    yield f"{context.kpikit} {context.input_hash[:8]} {shown.bot.name}"
    for period in shown.periods:
        yield f"{labels.period(period)} {period[2:4]}"
    for table in state.tables:
        for count in (table.read, table.kept, table.quarantined, table.duplicates):
            yield f"{count:,}"
        yield labels.number(table.duplicates / table.read, "share")
        for day in (table.first, table.last):
            yield labels.day(dt.date.fromisoformat(str(day)))
    for rule in state.rules:
        yield f"{rule.rows:,} {rule.rule}"
    yield f"{sum(rule.rows for rule in state.rules):,} {state.test_sessions} {len(shown.days())}"
    for link in state.links:
        yield f"{labels.number(link.linked / link.total, 'share')} {link.total:,}"
    for day in shown.days():
        yield f"{dt.date.fromisoformat(day.day).day} {day.conversations:,}"
    lost = [row for row in shown.days() if not row.outcomes]
    yield f"{sum(row.conversations for row in lost):,} {len(shown.days()) - len(lost)}"
    for given in shown.assumptions():
        _, unit, decimals = ASSUMPTIONS[given.name]
        for value in (given.value, given.low, given.high):
            yield labels.number(value, unit, decimals=decimals, currency=context.currency)
        yield f"{given.source} {labels.day(dt.date.fromisoformat(str(given.date or '2026-01-01')))}"


def of_details(shown: View) -> Iterator[str]:
    """The numbers of the tables beside the results, in the unit of their KPI, as money or plain."""
    for name in shown.details:
        for row in shown.detail(name):
            kpi = registry()[row["kpi"]] if row.get("kpi") in registry() else None
            for value in row.values():
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    yield from _ways(value, kpi, shown.context.currency)


def of_splits(shown: View) -> Iterator[str]:
    """Both parts of a change together, by segment value, of the smallest ones, and in all."""
    groups: dict[tuple[str, str], list[tuple[float, float, float]]] = {}
    for row in shown.detail("change_parts"):
        parts = (row["rate"], row["mix"], row["rate"] + row["mix"])
        groups.setdefault((row["kpi"], row["segment"] or ""), []).append(parts)
    for (kpi, _), rows in groups.items():
        rows.sort(key=lambda parts: abs(parts[2]))
        rest = [0.0, 0.0, 0.0]
        for row in rows:
            rest = [one + part for one, part in zip(rest, row, strict=True)]
            for value in (*row, *rest):
                for step in (-0.01, 0, 0.01):  # the last digit gives way so that parts add up
                    yield from _ways(value + step, registry()[kpi], shown.context.currency)


def _ways(value: float, kpi: Kpi | None, currency: str) -> Iterator[str]:
    for unit, decimals in (("money", 0), ("count", 0), ("share", None), ("count", 1)):
        yield labels.number(value, unit, decimals=decimals, currency=currency)
    if kpi is not None:
        for decimals in (kpi.decimals, 1, 2):
            yield labels.number(value, kpi.unit, decimals=decimals, currency=currency)
        # Parts of a change are rounded to add up, the last digit of one giving way.
        for step in (-0.1, 0, 0.1):
            yield labels.number(100 * value + step, decimals=1)


def of_findings(shown: View) -> Iterator[str]:
    """What kpikit.findings says; tests/findings/test_readback.py proves every number of it."""
    for one in said(shown):
        yield one.text


def of_figures(shown: View) -> Iterator[str]:
    """Parts that were rounded to add up; that they are near their value is tested with them."""
    for step in (*ladder_steps(shown), *bridge_steps(shown)):
        yield " ".join(step.texts)
    sources = [shown[kpi] for kpi in ("revenue_sourced", "revenue_orders") if shown[kpi].known]
    yield " ".join(amounts_of(shown["revenue_booked"], sources))
    for method in ("expected", "holdout"):  # marks beside the bridge, in its thousands or millions
        value = shown.get("net_incremental_revenue", method=method).value
        yield " ".join(labels.number(value / size, decimals=1) for size in (1e3, 1e6) if value)
    pending, held = shown["rung_pending"].value or 0, shown["rung_durable"].value or 0
    if total := shown["conversations"].value:
        yield labels.number((held + pending) / total, "share")
        yield labels.number(held / total, "share")
    for trigger in ("high_intent", "explicit_ask", "unanswered", "frustration", "unknown"):
        row = shown[f"escalation_rate_{trigger}"]
        for value in (row.value, row.trailing_mean):
            for step in (-0.001, 0, 0.001):
                yield labels.number((value or 0) + step, "share")


def of_counts(shown: View) -> Iterator[str]:
    """How many measures there are, by verdict; and the numbers in the report's own words."""
    rows = [row for row in shown.kpis() if row.status in {"final", "provisional"}]
    headline = {row.kpi.id for row in shown.headline()} & {row.kpi.id for row in rows}
    yield f"{len(rows)} {len(rows) - len(headline)}"
    yield " ".join(str(count) for count in Counter(row.verdict for row in rows).values())
    # "95% interval", "95 of 100 such periods", "13 months", "2.66 mean moving ranges".
    yield "95% 95 100 13 2.66"


def visible(parsed: Any) -> Iterator[tuple[str, str]]:
    """Texts of the page with the element they are in; axis numbers of figures are left out."""
    for element in parsed.iter():
        if element.tag in {"style", "script"} or not isinstance(element.tag, str):
            continue
        size = element.get("style") or ""
        for text in (element.text, element.get("aria-label"), element.get("data-l")):
            axis = element.tag == "text" and "font-size:12px" in size and text
            if text and not (axis and re.fullmatch(r"−?[\d,.]+", text)):
                yield text, element.tag
        if element.tail and element.getparent().tag not in {"style", "script"}:
            yield element.tail, element.tag


def unknown(shown: View, html: str) -> set[tuple[str, str]]:
    """Numbers of a page that are none of the results, each with the text it stands in."""
    known = tokens(
        *(text for row in results(shown) for text in written(row)),
        *of_context(shown),
        *of_figures(shown),
        *of_counts(shown),
        *of_details(shown),
        *of_splits(shown),
        *of_findings(shown),
    )
    texts = (text for text, _ in visible(tree(html)))
    return {(number, text) for text in texts for number in tokens(text) - known}


@pytest.mark.parametrize("intervals", [False, True], ids=["plain", "intervals"])
@pytest.mark.parametrize("bot", ["pricing", "help", "quiet", "hostile", "*"])
def test_every_number_is_known(bot: str, *, intervals: bool) -> None:
    assert unknown(view(bot, intervals=intervals), page(bot, intervals=intervals)) == set()


def test_a_number_that_is_no_result_is_found() -> None:
    wrong = page("pricing").replace("$98.3k", "$98.4k")
    assert {number for number, _ in unknown(view("pricing"), wrong)} == {"$98.4k"}


@pytest.mark.slow
@pytest.mark.parametrize("cadence", ["monthly", "quarterly"])
def test_every_number_of_the_demo_is_known(cadence: str) -> None:
    portfolio = open_report(bot="*", cadence=cadence).view
    for bot in (*(info.id for info in portfolio.context.bots), "*"):
        shown = portfolio.other(bot)
        assert unknown(shown, to_html(notebook(shown))) == set(), bot
