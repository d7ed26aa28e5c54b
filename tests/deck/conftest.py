"""Decks built once for all tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kpikit.deck import build_deck
from tests.sample import snapshot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kpikit.view import View

BOTS = ("pricing", "help", "quiet", "hostile", "*")


@pytest.fixture(scope="session")
def view() -> Callable[..., View]:
    """A view of the sample: `view(bot, intervals=False)`."""
    made = {flag: snapshot(intervals=flag) for flag in (False, True)}
    return lambda bot, *, intervals=False: made[intervals].view(bot)


@pytest.fixture(scope="session")
def deck(
    view: Callable[..., View], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Path]:
    """The path of a bot's deck: `deck(bot, intervals=False)`, built when first asked for."""
    folder, built = tmp_path_factory.mktemp("decks"), {}

    def path(bot: str, *, intervals: bool = False) -> Path:
        key = (bot, intervals)
        if key not in built:
            name = f"{'all' if bot == '*' else bot}{'-i' if intervals else ''}.pptx"
            built[key] = build_deck(view(bot, intervals=intervals), folder / name)
        return built[key]

    return path
