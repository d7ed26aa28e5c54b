"""A month whose leads still have time to go on is not held against months that had it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit import findings, html, labels
from kpikit.details.work_days import SCHEMA as DAYS
from kpikit.findings import falls, targets
from kpikit.findings.digest import digest
from kpikit.findings.gaps import gaps
from kpikit.findings.settle import briefly, settles
from kpikit.findings.targets import course
from kpikit.findings.unfinished import open_before, open_periods, unfinished
from kpikit.findings.words import filling, moved
from kpikit.report import Report
from kpikit.snapshot import Snapshot
from tests.findings.test_changed import view
from tests.findings.test_deck_sentences import told
from tests.pages import tree, words
from tests.sample import snapshot

if TYPE_CHECKING:
    from kpikit.view import View

KPI = "lead_to_meeting_rate"
LATE = {"status": "provisional", "final_on": dt.date(2026, 10, 31)}
LOW: dict[str, Any] = {
    "value": 0.1, "low": 0.08, "high": 0.12, "prior_value": 0.2, "change": -0.1, "target": 0.2,
    "target_status": "missed", "verdict": "bad", "good_low": 0.15, "bad_high": 0.14,
}  # fmt: skip


@pytest.mark.parametrize(("rest", "open_"), [(LATE, True), ({"status": "final"}, False)])
def test_a_figure_that_can_only_grow_has_missed_nothing(
    rest: dict[str, Any], *, open_: bool
) -> None:
    shown = told("pricing", {KPI: LOW | rest})
    row = shown[KPI]
    assert filling(row) is open_
    assert (moved(row) == labels.DASH) is open_
    assert (KPI not in {gap.row.kpi.id for gap in gaps(shown)}) is open_
    assert ("has not reached its target of 20.0% yet: 10.0% so far" in course(row)) is open_
    assert targets([row, row], shown).title.startswith("None of two targets is clearly") is open_


TICKETS = {"status": "provisional", "final_on": dt.date(2026, 10, 8)}


@pytest.mark.parametrize(
    ("kpi", "open_"),
    [
        # Of a share what is pending is on neither side; of a count or a saving it is missing.
        ("resolution_rate", False), ("rung_durable", True), ("durable_cost_saved", True),
        ("cost_per_resolution", True), ("net_value", True),
    ],
)  # fmt: skip
def test_what_waits_for_tickets_is_filling_unless_it_is_a_share(kpi: str, *, open_: bool) -> None:
    assert filling(told("pricing", {kpi: TICKETS})[kpi]) is open_
    # For want of a rate or of costs it waits for no day.
    lacking = {"status": "provisional", "final_on": None}
    assert not filling(told("pricing", {kpi: lacking})[kpi])


@pytest.mark.parametrize(
    ("kpi", "open_"), [("conversations", True), ("revenue_sourced", True), ("csat", False)]
)
def test_half_a_month_is_no_month(kpi: str, *, open_: bool) -> None:
    """The sample's as-of is 3 October, so a period that ends in November is not over."""
    half = {"status": "provisional", "period_end": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)}
    assert filling(told("pricing", {kpi: half})[kpi]) is open_


def running() -> View:
    """The sample's September as seen on the 12th, half past five in the morning."""
    sample = snapshot()
    now = dt.datetime(2026, 9, 12, 5, 30, tzinfo=dt.UTC)
    here = pl.col("period") == "2026-09"
    late = {
        "as_of": pl.lit(now).cast(sample.results.schema["as_of"]),
        "status": pl.when(here & pl.col("value").is_not_null())
        .then(pl.lit("provisional")).otherwise(pl.col("status").cast(pl.String))
        .cast(sample.results.schema["status"]),
        "final_on": pl.when(here).then(pl.lit(dt.date(2026, 10, 1))).otherwise("final_on"),
    }  # fmt: skip
    frame = sample.results.with_columns(**late)
    context = dataclasses.replace(sample.context, as_of=now)
    return Snapshot(frame, context).view("pricing")


def test_a_report_of_a_running_period_says_so_at_its_top() -> None:
    shown = running()
    said = (
        "September 2026 is not over: the data go to 12 Sep 2026, 05:30, the period to 30 Sep 2026. "
        "Counts and sums are what came so far."
    )
    assert unfinished(shown) == said
    told = findings.verdict(shown)
    assert told.paragraphs[0] == said
    assert told.title.startswith(
        "Pricing Bot booked $98.3k more than it cost in September 2026 so far: good, final on"
    )
    page = words(tree(Report(shown)._repr_html_() + Report(shown).verdict()._repr_html_()))
    page = " ".join(page.split())
    assert "Monthly report, September 2026 so far" in page
    assert said in page
    assert html.title(shown) == "Pricing Bot, September 2026 so far, as of 12 Sep 2026, 05:30"
    assert digest(shown).title == html.title(shown)


def test_a_period_that_is_over_says_nothing_of_it() -> None:
    shown = snapshot().view("pricing")
    assert unfinished(shown) == ""
    assert "so far" not in findings.verdict(shown).title
    assert "so far" not in html.title(shown)


def test_no_sum_of_a_running_period_is_compared() -> None:
    shown = running()
    titles = [notice.title for notice in findings.notices(shown) if notice.kind == "money"]
    assert any("is $98.3k so far, after $97.1k in August" in title for title in titles)
    rows = [row for row in shown.kpis() if row.kpi.unit in {"count", "money"} and row.known]
    compared = [r.kpi.id for r in rows if r.denominator is None and moved(r) != labels.DASH]
    assert compared == []


def test_what_is_filling_is_settled_by_its_day_and_not_by_more_of_the_same() -> None:
    """Between .1 and .3 lies the target of .2, which is to be decided on 31 October."""
    given = {"value": 0.15, "low": 0.1, "high": 0.3, "target": 0.2, "verdict": "none",
             "target_status": "cannot_tell"}  # fmt: skip
    row = told("pricing", {KPI: given | LATE})[KPI]
    assert settles(row) == "Final on 31 Oct; until then more of it is to come."
    assert briefly(row) == "final on 31 Oct"
    whole = told("pricing", {KPI: given | {"status": "final"}})[KPI]
    assert "more weeks of the same" in str(settles(whole))


def test_no_change_is_tested_before_the_month_is_over() -> None:
    title = "No change is tested before the month is over"
    assert findings.changed(running()).title == title
    assert findings.changed(snapshot().view("pricing")).title == "No change can be tested yet"


def test_earlier_months_that_are_not_final_say_until_when() -> None:
    rows: dict[tuple[str, str], dict[str, Any]] = {
        ("close_rate", "2026-07"): {"status": "provisional", "final_on": dt.date(2027, 1, 28)},
        ("close_rate", "2026-08"): {"status": "provisional", "final_on": dt.date(2027, 2, 28)},
        ("close_rate", "2026-09"): {"status": "provisional", "final_on": dt.date(2027, 3, 30)},
        ("form_close_rate", "2026-08"): {"status": "provisional", "reason": "amounts without one"},
    }
    shown = view(rows)
    assert open_periods(shown.history("close_rate")) == (
        "Jul until 28 Jan 2027, Aug until 28 Feb 2027, Sep until 30 Mar 2027"
    )
    found = open_before(shown, [shown["csat"], shown["close_rate"], shown["form_close_rate"]])
    assert found == [
        ("Close rate", "Jul until 28 Jan 2027, Aug until 28 Feb 2027."),
        ("Close rate, web form", "Aug amounts without one."),
    ]


def test_a_filling_period_beside_last_years_has_no_change() -> None:
    days = pl.DataFrame([day("2026-09", 22), day("2025-09", 21)], schema=DAYS)
    late = {"status": "provisional", "final_on": dt.date(2026, 10, 31), "year_ago_value": 0.3}
    kpi = "lead_to_meeting_rate"
    shown = view({(kpi, "2026-09"): late | {"value": 0.15}}, work_days=days)
    shown = dataclasses.replace(shown, bot=dataclasses.replace(shown.bot, headline=(kpi,)))
    (row,) = [row for row in findings.compared(shown) if row.name == "Lead to meeting"]
    assert (row.before, row.now) == ("30.0%", "15.0%, provisional until 31 Oct")
    assert (row.change, row.interval, row.clear) == (labels.DASH, "", None)


def day(at: str, worked: int) -> dict[str, Any]:
    return {"bot_id": "pricing", "period": "2026-09", "at": at, "days": 30, "weekdays": worked,
            "holidays": None, "work_days": worked, "country": None}  # fmt: skip


@pytest.mark.parametrize(("rest", "number"), [({"status": "final"}, 1), (LATE, 0)])
def test_a_filling_month_is_no_third_fall(rest: dict[str, Any], number: int) -> None:
    values = {"2026-06": 0.4, "2026-07": 0.35, "2026-08": 0.3, "2026-09": 0.2}
    rows: dict[tuple[str, str], dict[str, Any]] = {
        (KPI, month): {"value": value, "status": "final"} for month, value in values.items()
    }
    rows[KPI, "2026-09"] |= rest
    found = falls(view(rows))
    assert sum(fall.row.kpi.id == KPI for fall in found) == number
