"""Running totals since each bot's launch, beside the plain way: all bots, once for each bot."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest

from kpikit.demo import write_demo
from kpikit.demo.company import AS_OF
from kpikit.evaluate import PORTFOLIO, bots_of
from kpikit.periods import Calendar
from kpikit.project import open_project
from kpikit.results import build_results
from kpikit.results.build import _build
from kpikit.results.spans import Span, launched, since
from tests.evaluate.world import config, cost, deal, talks, utc, world

if TYPE_CHECKING:
    from kpikit.config import Config
    from kpikit.facts import Facts
    from kpikit.project import Project


def plainly(facts: Facts, project: Config, text: str, *, by: str | None = None) -> pl.DataFrame:
    calendar = Calendar(project.timezone, project.fiscal_year_start)
    first = launched(facts, project)
    period = calendar.parse(text, launch=first[PORTFOLIO])
    rows = []
    for bot in (*bots_of(facts, project), PORTFOLIO):
        own = since(period, first.get(bot), calendar)
        built = _build(facts, project, span=Span.back_from(own, calendar), by=by)
        rows.append(built.filter(pl.col("bot_id") == bot))
    return pl.concat(rows)


def together(facts: Facts, project: Config, text: str, *, by: str | None = None) -> pl.DataFrame:
    calendar = Calendar(project.timezone, project.fiscal_year_start)
    period = calendar.parse(text, launch=launched(facts, project)[PORTFOLIO])
    return build_results(facts, project, period=period, now=utc("2027-02-01"), by=by)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("launch") / "demo"
    write_demo(folder, scale=0.02)
    return replace(open_project(folder), now=AS_OF, asked=AS_OF)


@pytest.mark.parametrize("by", [None, "page_type"])
def test_the_demo_is_the_same_to_the_last_digit(demo: Project, by: str | None) -> None:
    found = together(demo.facts, demo.config, "launch..2026-09", by=by)
    assert found.equals(plainly(demo.facts, demo.config, "launch..2026-09", by=by))
    assert found.get_column("low").count() > 100  # there are intervals to compare


def test_bots_of_one_day_are_computed_together() -> None:
    """Two launched on one day, one later, one not yet, one that nobody configured."""
    bots = [
        {"id": "a", "launch": dt.date(2026, 3, 1)},
        {"id": "b", "launch": dt.date(2026, 3, 1), "type": "support"},
        {"id": "c", "launch": dt.date(2026, 8, 9)},
        {"id": "later", "launch": dt.date(2027, 1, 1)},
    ]
    rows = [
        row
        for number, bot in enumerate(("a", "b", "c", "seen"), start=1)
        for month in range(1, 12)
        for row in talks(bot, f"2026-{month:02}-10", number + month % 3, contained=month % 2 == 0)
    ]
    costs = [
        cost("*", "2026-01-05", 900.0),
        cost("a", "2026-02-01", 70.0, end_date=dt.date(2026, 9, 30)),
    ]
    deals = [
        deal("a", "2026-09-05", 500.0),
        deal("c", "2026-10-05", 300.0),
        deal(None, "2026-10-05", 1.0),
    ]
    facts = world(conversations=rows, costs=costs, deals=deals)
    project = config(*bots)
    found = together(facts, project, "launch..2026-11")
    assert found.equals(plainly(facts, project, "launch..2026-11"))
    order = found.get_column("bot_id").unique(maintain_order=True).to_list()
    assert order == ["a", "b", "c", "later", "seen", "*"]
