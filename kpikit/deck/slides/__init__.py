"""The slides of the board deck, in order; each says one thing and states it in its title.

A slide that has nothing to show is left out; what is missing for it is named on the slide of
measures that wait for data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.deck.slides.bots import bots
from kpikit.deck.slides.changes import changes, falling
from kpikit.deck.slides.cover import cover
from kpikit.deck.slides.cycle import cycle
from kpikit.deck.slides.decisions import decisions
from kpikit.deck.slides.definitions import definitions
from kpikit.deck.slides.gaps import gaps
from kpikit.deck.slides.ladder import ladder
from kpikit.deck.slides.ledger import ledger
from kpikit.deck.slides.money import bridge, trend
from kpikit.deck.slides.quality import quality
from kpikit.deck.slides.scorecard import scorecard
from kpikit.deck.slides.since import since, tornado
from kpikit.deck.slides.summary import summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpikit.deck.maker import Maker

SLIDES: tuple[Callable[[Maker], None], ...] = (
    cover, summary, decisions, trend, since, bridge, bots, cycle, ladder, scorecard, changes,
    falling, gaps, tornado, ledger, definitions, quality,
)  # fmt: skip
