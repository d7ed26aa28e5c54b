"""Dates and instants come back from JSON as what they were."""

from __future__ import annotations

import datetime as dt
import json

from kpikit.context import dump, parse
from tests.sample import snapshot


def test_the_context_comes_back_with_its_types() -> None:
    before = snapshot().context
    record = json.loads(dump(before))
    assert record.pop("schema") == 1
    after = parse(record)
    assert after == before
    assert isinstance(after.as_of, dt.datetime)
    assert after.as_of.tzinfo is not None
    assert after.bots[0].launch == dt.date(2025, 3, 1)
    assert after.bots[3].launch is None


def test_text_of_users_stays_text() -> None:
    """The hostile bot's name survives as it is; escaping is the renderers' business."""
    name = next(bot.name for bot in snapshot().context.bots if bot.id == "hostile")
    assert name in json.loads(dump(snapshot().context))["bots"][3]["name"]
