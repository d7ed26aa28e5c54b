"""How a run says how far it is, whoever listens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kpikit.run.worker import Outcome


class Teller(Protocol):
    """What a run calls as it goes."""

    def step(self, name: str, total: int = 0) -> None:
        """Hear that a step begins, and of how many parts it is (0 = of one)."""

    def done(self, outcome: Outcome) -> None:
        """Hear what became of a bot."""


class Silent:
    """Says nothing."""

    def step(self, name: str, total: int = 0) -> None:
        """Ignore a step."""

    def done(self, outcome: Outcome) -> None:
        """Ignore an outcome."""
