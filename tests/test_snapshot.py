"""What is written is what is read, byte by byte the same each time."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from kpikit.context import parse
from kpikit.snapshot import Snapshot
from tests.sample import snapshot

if TYPE_CHECKING:
    from pathlib import Path


def test_a_snapshot_survives_its_folder(tmp_path: Path) -> None:
    before = snapshot(intervals=True)
    after = Snapshot.read(before.write(tmp_path / "run"))
    assert after.context == before.context
    assert after.results.equals(before.results)
    assert after.results.schema == before.results.schema


def test_the_same_snapshot_has_the_same_bytes(tmp_path: Path) -> None:
    one, two = (snapshot().write(tmp_path / name) for name in ("one", "two"))
    for name in ("results.parquet", "snapshot.json"):
        assert (one / name).read_bytes() == (two / name).read_bytes()


def test_what_a_later_patch_adds_is_left_out(tmp_path: Path) -> None:
    """A field this version does not know must not stop it from reading the rest."""
    record = json.loads((snapshot().write(tmp_path) / "snapshot.json").read_text())
    del record["schema"]
    assert parse({**record, "mood": "bright"}).company == "Halden Software"


def test_the_tables_beside_the_results_survive_too(tmp_path: Path) -> None:
    curve = pl.DataFrame({"bot_id": ["a"], "period": ["2026-09"], "day": [3]})
    before = replace(snapshot(), details={"curve": curve})
    after = Snapshot.read(before.write(tmp_path / "run"))
    assert after.details["curve"].equals(curve)
    assert list(after.details) == ["curve"]
