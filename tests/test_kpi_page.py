"""docs/kpis.md is what the declarations say: it is built again and compared."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from kpikit.kpi import registry
from tests.kpis.ids import IDS

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "kpis.md"


@pytest.fixture(scope="module")
def script() -> Any:
    spec = importlib.util.spec_from_file_location("kpi_page", ROOT / "scripts" / "kpi_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date(script: Any) -> None:
    assert PAGE.read_text(encoding="utf-8") == script.page(), "run python scripts/kpi_page.py"


@pytest.mark.parametrize("kpi_id", IDS)
def test_every_kpi_has_its_entry(kpi_id: str) -> None:
    text = PAGE.read_text(encoding="utf-8")
    start = text.index(f'### <a id="{kpi_id}"></a>{registry()[kpi_id].title}\n')
    entry = text[start:].partition("\n### ")[0]
    assert registry()[kpi_id].definition in entry
    for name in ("Formula", "Band", "Often misread", "Read with", "Needs"):
        assert f"- **{name}**:" in entry


def test_a_change_of_meaning_is_on_the_page(script: Any) -> None:
    from dataclasses import replace

    changed = replace(
        registry()["csat"], version=2, history=("2026-10-01: thumbs count as ratings",)
    )
    assert script._changes((changed,)) == (
        "## Changes so far\n\n- 2026-10-01: [CSAT](#csat), version 2: thumbs count as ratings"
    )
