"""The pages that lead to the reports, on the sample's numbers."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kpikit.run import make_plan
from kpikit.run.index import run_page, runs_page
from kpikit.run.record import make_record, write_record
from kpikit.run.worker import Outcome
from tests.run.stand_in import StandIn, notebook, project
from tests.sample import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

BOTS = ("pricing", "quiet", "hostile")


def made(root: Path, at: StandIn, **outcomes: Outcome) -> str:
    """The page of a run with these outcomes; the others went well."""
    opened: Any = at
    plan = make_plan(opened, "monthly", notebook=notebook(root / "small.ipynb"))
    done = {
        bot: outcomes.get(bot, Outcome(bot, (f"{bot}/report.html", f"{bot}/report.ipynb")))
        for bot in plan.bots
    }
    snapshot = at.snapshot(plan.period, cadence="monthly")
    plan.final.mkdir(parents=True, exist_ok=True)
    write_record(plan.final, make_record(plan, snapshot.context, outcomes=done, seconds={}))
    page = run_page(snapshot, plan, done)
    (plan.final / "index.html").write_text(page, encoding="utf-8")
    return page


def test_every_bot_has_verdict_headline_and_links(tmp_path: Path) -> None:
    page = made(tmp_path, project(tmp_path, *BOTS))
    for bot in BOTS:
        assert f'href="{bot}/report.html"' in page
        assert f'href="{bot}/report.ipynb"' in page
    assert "Quiet Bot had no conversations in September 2026" in page
    assert "Net incremental revenue" in page
    assert "Three days of outcomes are missing" in page
    # the fourth bot of the sample, which this project does not list
    assert "Without a report in this run: help." in page


def test_a_failure_is_shown_and_has_no_links(tmp_path: Path) -> None:
    failed = Outcome("quiet", error="cell 4 raised ValueError", detail="secret")
    page = made(tmp_path, project(tmp_path, *BOTS), quiet=failed)
    assert "Failed: cell 4 raised ValueError" in page
    assert "1 of 3 could not be made in full" in page
    assert 'href="quiet/' not in page
    assert "secret" not in page


def test_names_are_text(tmp_path: Path) -> None:
    page = made(tmp_path, project(tmp_path, *BOTS))
    assert HOSTILE not in page
    assert html.escape(HOSTILE) in page


def test_the_page_asks_for_nothing(tmp_path: Path) -> None:
    page = made(tmp_path, project(tmp_path, *BOTS))
    assert "default-src 'none'" in page
    assert "<script" not in page
    links = re.findall(r'(?:href|src)="([^"]*)"', page)
    assert links
    assert not [link for link in links if "//" in link or link.startswith("/")]


def test_a_period_that_has_not_ended_is_said_to_be_provisional(tmp_path: Path) -> None:
    at = project(tmp_path, *BOTS)
    early = replace(at, as_of=at.as_of.replace(month=9, day=20))
    assert "The period had not ended in the data" in made(tmp_path, early)


def test_all_runs_are_listed_newest_first_and_the_whole_ones_told_apart(tmp_path: Path) -> None:
    at = project(tmp_path, *BOTS)
    made(tmp_path, at, quiet=Outcome("quiet", error="no"))
    later = replace(at, sha256="1", now=at.now.replace(hour=9))
    made(tmp_path, later)
    page = runs_page(tmp_path / "reports")
    assert page.index("3 of 3") < page.index("2 of 3")
    assert page.count('/index.html"') == 2


def test_without_a_run_the_page_says_so(tmp_path: Path) -> None:
    assert "No run yet" in runs_page(tmp_path)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 390)])
def test_in_a_browser_nothing_is_said_or_asked_for(
    tmp_path: Path, page: Page, scheme: Any, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    at = project(tmp_path, *BOTS)
    made(tmp_path, at)
    (tmp_path / "reports" / "index.html").write_text(runs_page(tmp_path / "reports"))
    page.emulate_media(color_scheme=scheme)
    said: Any = page
    asked = []
    for path in (tmp_path / "reports").rglob("index.html"):
        page.goto(path.as_uri())
        asked.append(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        backdrop = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert backdrop == {"light": "rgb(255, 255, 255)", "dark": "rgb(15, 23, 32)"}[scheme]
    assert said.heard == []
    assert said.asked == asked
