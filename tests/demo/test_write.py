"""The demo is the same bytes each time, and other bytes for another seed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from kpikit.config import load_config
from kpikit.demo import cache as cache_module
from kpikit.demo import ensure_demo, write_demo

if TYPE_CHECKING:
    from pathlib import Path

    from tests.demo.conftest import Demo


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_demo(tmp_path / name, seed=seed, scale=0.02)
    first, again, other = (hashes(tmp_path / name) for name in "abc")
    assert first == again
    differ = {name for name in first if other[name] != first[name]}
    assert {"truth.json", "data/tickets.csv", "data/orders.parquet"} <= differ
    assert "kpikit.yml" not in differ


def test_project_file_is_a_valid_configuration(demo: Demo) -> None:
    config = load_config(demo.folder / "kpikit.yml")
    assert [bot.id for bot in config.bots] == ["support-bot", "sales-bot", "shop-bot"]
    assert all(bot.targets and bot.assumptions for bot in config.bots)
    for name, sources in config.data.items():
        for source in sources:
            for pattern in source.files:
                assert list(demo.folder.glob(pattern)), f"{name}: no file {pattern}"


def test_every_assumption_has_its_range_owner_source_and_date(demo: Demo) -> None:
    for bot in load_config(demo.folder / "kpikit.yml").bots:
        for name, given in bot.assumptions.items():
            assert given.owner, name
            assert given.source, name
            assert given.date, name
            assert given.low < given.value < given.high, name


def test_ensure_demo_writes_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "cache_dir", lambda: tmp_path)
    monkeypatch.setattr(cache_module, "write_demo", lambda path: write_demo(path, scale=0.01))
    folder = ensure_demo()
    written = (folder / "truth.json").stat().st_mtime_ns
    assert ensure_demo() == folder
    assert (folder / "truth.json").stat().st_mtime_ns == written
    assert list(tmp_path.iterdir()) == [folder]


def test_a_failed_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path) -> None:
        (path / "half").write_text("")
        raise OSError("disk full")

    monkeypatch.setattr(cache_module, "cache_dir", lambda: tmp_path)
    monkeypatch.setattr(cache_module, "write_demo", fail)
    with pytest.raises(OSError, match="disk full"):
        ensure_demo()
    assert not list(tmp_path.iterdir())
