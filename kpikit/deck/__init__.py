"""The board deck: a PowerPoint file with native, editable charts.

`build_deck` takes a view of a run's results and writes one deck, of a bot or of the portfolio.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.view import View


def build_deck(view: View, path: Path, *, template: Path | None = None) -> Path:
    """Write the board deck of one bot, or of the portfolio (bot "*").

    Args:
        view: the bot and period; charts over time show the months behind a quarter.
        path: the file to write, the same bytes for the same results.
        template: a .pptx with layouts and placeholders of the names ours has; None: ours.

    Returns:
        The path.

    Raises:
        UsageError: the template cannot be read, or lacks a layout or placeholder.
        KpikitError: the deck failed its own checks, which is a fault of kpikit.
    """
    from kpikit.deck.build import build  # python-pptx is loaded with the first deck

    return build(view, path, template=template)
