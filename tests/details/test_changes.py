"""What was changed, as charts mark it: the rows of each bot, and of the portfolio those of all."""

from __future__ import annotations

import datetime as dt

import polars as pl

from kpikit.details import Asked
from kpikit.details.changes import SCHEMA, build
from kpikit.periods import Calendar
from tests.build import at, facts
from tests.evaluate.world import config, talk, utc, world

ROWS = [
    {"date": dt.date(2026, 3, 9), "bot_id": "b", "what": "new model"},
    {"date": dt.date(2026, 3, 2), "bot_id": None, "what": "new help desk"},
    {"date": dt.date(2026, 2, 1), "bot_id": "a", "what": "new content"},
    {"date": dt.date(2026, 4, 1), "bot_id": "a", "what": "after the period"},
]


def test_each_bot_has_its_own_changes_and_those_of_all() -> None:
    known = world(
        conversations=[talk("a", "2026-03-05"), talk("b", "2026-03-05")],
        changes=sorted(ROWS, key=lambda row: str(row["date"])),
    )
    project = config({"id": "a"}, {"id": "b"})
    asked = Asked(known, project, Calendar().parse("2026-03"), pl.DataFrame(), utc("2026-05-01"))
    found = build(asked)
    assert found.schema == SCHEMA
    told = {bot: found.filter(bot_id=bot).get_column("what").to_list() for bot in ("a", "b", "*")}
    assert told == {
        "a": ["new content", "new help desk"],
        "b": ["new help desk", "new model"],
        "*": ["new content", "new help desk", "new model"],
    }
    assert found.filter(bot_id="*").get_column("of_bot").to_list() == ["a", None, "b"]
    assert set(found.get_column("period")) == {"2026-03"}


def test_a_change_after_as_of_is_not_visible() -> None:
    """As of Monday 9 March, 09:00: that day counts, the next does not."""
    days = [dt.date(2026, 3, day) for day in (10, 9, 2)]
    rows = [{"date": day, "what": str(day.day)} for day in days]
    got = facts(events=[], changes=rows, as_of=at(days=7)).changes
    assert got.get_column("what").to_list() == ["2", "9"]
    assert facts(events=[]).changes.is_empty()
