from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kpikit.config import Bot, Config, Source, Windows, load_config
from kpikit.config.findings import SET_BY_LOADER
from kpikit.config.starter import write_starter
from kpikit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_the_starter_loads_without_a_finding(tmp_path: Path) -> None:
    written = write_starter(tmp_path / "new" / "project")
    assert {path.name for path in written} >= {"kpikit.yml", ".gitignore", "README.md"}
    assert load_config(tmp_path / "new" / "project").bots[0].id == "helpdesk"


def test_what_the_starter_suggests_loads_too(tmp_path: Path) -> None:
    """Each commented example, uncommented, is accepted."""
    write_starter(tmp_path)
    path = tmp_path / "kpikit.yml"
    text = re.sub(r"(?m)^( *)#(?=[a-z-])", r"\1", path.read_text())
    path.write_text(text)
    config = load_config(tmp_path)
    assert config.bots[0].assumptions.keys() >= {"human_chat_cost", "human_minutes"}
    assert config.bots[0].targets.keys() == {"containment_rate", "messages_per_resolved"}
    assert config.page_types[0].type == "pricing"


def test_the_starter_mentions_every_option(tmp_path: Path) -> None:
    write_starter(tmp_path)
    text = (tmp_path / "kpikit.yml").read_text()
    for model in (Config, Bot, Source, Windows):
        for option in model.model_fields.keys() - SET_BY_LOADER:
            assert f"{option}:" in text, option


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "kpikit.yml").write_text("mine")
    with pytest.raises(UsageError, match=r"kpikit\.yml"):
        write_starter(tmp_path)
    assert (tmp_path / "kpikit.yml").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["kpikit.yml"]


def test_a_folder_that_is_a_file_is_the_users_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is a file: name a folder"):
        write_starter(tmp_path / "file")
