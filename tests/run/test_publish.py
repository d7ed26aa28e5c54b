from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kpikit.run.publish import point_latest, read_latest, write_atomic, written_aside

if TYPE_CHECKING:
    from pathlib import Path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    final = tmp_path / "2026-10" / "run-1"
    with written_aside(final) as aside:
        (aside / "a").write_text("a")
        assert not final.exists()
    assert names(final) == ["a"]
    with pytest.raises(ZeroDivisionError), written_aside(final.with_name("run-2")) as aside:
        (aside / str(1 / 0)).write_text("a")
    assert names(final.parent) == ["run-1"]


def test_leftovers_of_a_killed_run_go_with_the_next(tmp_path: Path) -> None:
    (tmp_path / ".writing-run-0").mkdir()
    with written_aside(tmp_path / "run-1"):
        pass
    assert names(tmp_path) == ["run-1"]


def test_latest_moves_in_one_step_and_is_relative(tmp_path: Path) -> None:
    assert read_latest(tmp_path) is None
    for run in ("run-1", "run-2"):
        (tmp_path / run).mkdir()
        point_latest(tmp_path / run)
        assert read_latest(tmp_path) == run
    assert (tmp_path / "latest").resolve() == tmp_path / "run-2"
    assert names(tmp_path) == ["latest", "run-1", "run-2"]


def test_latest_is_a_text_file_where_links_are_impossible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr("pathlib.Path.symlink_to", refuse)
    (tmp_path / "run-1").mkdir()
    point_latest(tmp_path / "run-1")
    assert (tmp_path / "latest").read_text() == "run-1\n"
    assert read_latest(tmp_path) == "run-1"


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    for text in ("one", "two"):
        write_atomic(tmp_path / "index.html", text)
        assert (tmp_path / "index.html").read_text() == text
    assert names(tmp_path) == ["index.html"]
