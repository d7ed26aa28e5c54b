"""How to read the numbers: every word comes from the declarations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpikit.html.definitions import definitions
from kpikit.kpi import registry
from tests.pages import tree, view, words

if TYPE_CHECKING:
    import pytest


def entries() -> dict[str, str]:
    found = tree(definitions(view("pricing"))._repr_html_()).findall(".//dl/div")
    return {words(div.find("dt")): words(div) for div in found}


def test_a_measure_is_told_by_its_declaration() -> None:
    told = entries()
    top = {row.kpi.id for row in view("pricing").headline()}
    for row in view("pricing").kpis():
        if row.status in {"final", "provisional"}:
            text = told[row.kpi.title]
            assert f"{row.kpi.id} = {row.kpi.formula}" in text
            assert row.kpi.summary in text
            for sentence in row.kpi.misread:
                assert (sentence in text) == (row.kpi.id in top)


def test_a_change_of_meaning_is_said_with_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = replace(registry()["csat"], version=2, history=("2026-07-01: thumbs count, too",))
    monkeypatch.setitem(registry()._kpis, "csat", changed)
    shown = view("pricing")
    fresh = replace(shown, results=shown.results)  # what was made before is not kept
    text = words(tree(definitions(fresh)._repr_html_()))
    assert "Changed on 1 Jul 2026: thumbs count, too; every period here is computed anew." in text
