"""Assumptions that nobody stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.check.model import Flag
from kpikit.config.tree import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.config import Assumption, Config

PROMISED = ("owner", "source")
"""What report and deck say beside every assumption."""


def unowned(config: Config) -> Iterator[Flag]:
    """Assumptions without the owner or the source that the ledger names, by bot."""
    for index, bot in enumerate(config.bots):
        lacking = {name: _lacks(one) for name, one in bot.assumptions.items() if _lacks(one)}
        if lacking:
            line = place_of(config.file, ("bots", index, "assumptions"))
            named = ", ".join(f"{name} (no {', no '.join(what)})" for name, what in lacking.items())
            text = (
                f"{line}assumptions of {bot.id} that nobody stands for: {named}; report and deck "
                "list each with its owner and its source: add them"
            )
            yield Flag("assumptions", bot.id, text)


def _lacks(assumption: Assumption) -> list[str]:
    """What is not said of an assumption."""
    return [what for what in PROMISED if not getattr(assumption, what).strip()]
