"""A small demo, written once for these tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from kpikit.demo import write_demo

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Demo:
    """The folder and what is said to be true of it."""

    folder: Path
    truth: dict[str, Any]

    def months(self, bot: str) -> dict[str, dict[str, Any]]:
        return self.truth["bots"][bot]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    summary = write_demo(folder, scale=0.15)
    return Demo(folder, json.loads(summary.truth.read_text()))
