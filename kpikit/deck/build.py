"""Build a board deck from a view: slides, notes, checks, fixed bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pptx import Presentation

from kpikit.deck.audit import audit_parts
from kpikit.deck.fixed import packed, unpacked
from kpikit.deck.maker import Maker
from kpikit.deck.ooxml import clean
from kpikit.deck.slides import SLIDES
from kpikit.deck.slots import Layouts
from kpikit.deck.template import NAME
from kpikit.errors import KpikitError, UsageError
from kpikit.resources import templates_dir

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from kpikit.view import View


def build(view: View, path: Path, *, template: Path | None = None) -> Path:
    """Write the deck of a bot, or of the portfolio; see `kpikit.deck.build_deck`."""
    deck, name = open_template(template)
    make = Maker(view, deck, Layouts(deck, name), path.parent)
    for slide in SLIDES:
        slide(make)
    make.finish()
    _describe(deck, view)
    buffer = io.BytesIO()
    deck.save(buffer)
    parts = unpacked(buffer.getvalue())
    found = audit_parts(parts)
    if found:
        listed = "\n".join(f"  {finding}" for finding in found)
        raise KpikitError(f"the deck of {view.bot.name} failed its own checks:\n{listed}")
    path.write_bytes(packed(parts))
    return path


def open_template(template: Path | None) -> tuple[Any, str]:
    """Open a template, ours by default, and the name to call it by in messages.

    Raises:
        UsageError: there is no such file, it is not a presentation, or it has slides.
    """
    from pptx.exc import PackageNotFoundError

    place = template or templates_dir() / NAME
    try:
        deck = Presentation(str(place))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise UsageError(f"{place}: not a PowerPoint presentation that can be read") from error
    if len(deck.slides):
        raise UsageError(f"{place}: a template must have no slides; it has {len(deck.slides)}")
    return deck, place.name


def _describe(deck: Any, view: View) -> None:
    """Core properties: the same for the same results, so that the bytes are."""
    properties = deck.core_properties
    name = clean(view.bot.name)[:200]  # a property holds 255 characters
    properties.title = f"{name}, {view.period}"
    properties.author = properties.last_modified_by = "kpikit"
    moment = view.context.as_of.replace(tzinfo=None, microsecond=0)
    properties.created = properties.modified = moment
    properties.revision = 1
