"""One decorated function in a project's own file reaches the report, the notebook and the deck."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest
from lxml import html
from pptx import Presentation

from kpikit.cli import main
from kpikit.kpi import forget_own_kpis
from tests.small import CONFIG, write_project

if TYPE_CHECKING:
    from pathlib import Path

OWN = '''
"""What this project counts for itself."""

import polars as pl

from kpikit.kpi import Band, Ratio, kpi


@kpi(
    title="Refund requests",
    formula="conversations about refunds / conversations",
    fact="conversations",
    stage="quality",
    category="resolution",
    unit="share",
    better="down",
    bands={"*": Band(good_high=0.1, bad_low=0.3, source="the team")},
    advice=("Look at the products they name.", "Tell the shop."),
    companions=("csat",),
    misread="Not every request is granted.",
)
def refund_request_share():
    """Conversations about a refund, over all conversations.

    A share of the conversations started in the period; null without any.
    """
    return Ratio(pl.col("intent") == "refund")
'''


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of October 2026: of six conversations at the help desk two are about refunds."""
    root = write_project(tmp_path_factory.mktemp("own"))
    (root / "my_kpis.py").write_text(OWN)
    # Launched long before, so that October is judged.
    (root / "kpikit.yml").write_text(CONFIG.replace("2026-09-20", "2026-06-01"))
    place = ["--config", str(root / "kpikit.yml"), "--now", "2026-11-05T06:00Z", "--quiet"]
    with pytest.raises(SystemExit, match="0"):
        main(["run", "monthly", "--period", "2026-10", "--bot", "help", "--deck", *place])
    found = next((root / "reports" / "monthly" / "2026-10").glob("*/help"))
    forget_own_kpis()
    return found


def test_it_is_in_the_results(run: Path) -> None:
    frame = pl.read_parquet(run.parent / "results.parquet")
    row = frame.filter(
        pl.col("kpi") == "refund_request_share",
        pl.col("bot_id") == "help",
        pl.col("period") == "2026-10",
    ).row(0, named=True)
    assert row["value"] == pytest.approx(1 / 3)
    assert (row["numerator"], row["denominator"], row["n"]) == (2, 6, 6)
    assert (row["good_high"], row["bad_low"]) == (0.1, 0.3)


def test_it_is_in_the_report(run: Path) -> None:
    page = html.fromstring((run / "report.html").read_text())
    [row] = [r for r in page.iter("tr") if (r.findtext("th") or "").strip() == "Refund requests"]
    assert "33.3%" in row.text_content()
    text = page.text_content()
    assert "refund_request_share = conversations about refunds / conversations" in text
    assert "Conversations about a refund, over all conversations." in text


def test_it_is_in_the_notebook(run: Path) -> None:
    notebook = json.loads((run / "report.ipynb").read_text())
    assert any("Refund requests" in json.dumps(cell.get("outputs")) for cell in notebook["cells"])


def test_it_is_in_the_deck(run: Path) -> None:
    deck = Presentation(str(run / "deck.pptx"))
    tables = [s.table for slide in deck.slides for s in slide.shapes if s.has_table]
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    [own] = [row for row in rows if row[0] == "Refund requests"]
    assert own[1] == "33.3%"
    texts = [s.text_frame.text for slide in deck.slides for s in slide.shapes if s.has_text_frame]
    assert any("Refund requests. Conversations about a refund" in text for text in texts)


def test_its_page_can_be_drawn_again_where_its_file_is_not(run: Path) -> None:
    from kpikit.report import open_report

    report = open_report(run.parent, bot="help", period="2026-10")
    assert "Refund requests" in report.measures()._repr_html_()
    kpi = report.view["refund_request_share"].kpi
    assert kpi.advice == ("Look at the products they name.", "Tell the shop.")
    assert kpi.misread == ("Not every request is granted.",)


def test_it_is_explained_on_the_command_line(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = run.parents[4] / "kpikit.yml"
    with pytest.raises(SystemExit, match="0"):
        main(["kpis", "refund_request_share", "--config", str(config)])
    said = " ".join(capsys.readouterr().out.split())
    assert "1. Look at the products they name." in said
    assert "every bot: good up to 10.0%; bad above 30.0%; watch between (the team)" in said
