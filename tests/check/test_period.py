"""The period of a check or a run, and what is missing in it."""

from __future__ import annotations

import datetime as dt

import pytest

from kpikit.check import empty, unfinished, voids, why
from kpikit.config import Config
from kpikit.periods import Calendar
from tests.evaluate.world import talks, utc, world

CALENDAR = Calendar("Europe/Berlin")
OCTOBER = CALENDAR.parse("2026-10")
FACTS = world(
    conversations=[
        *talks("a", "2026-09-05", 3),
        *talks("a", "2026-10-05", 2),
        *talks("b", "2026-09-05", 3),
        *talks("b", "2026-09-20", 1),
    ],
    as_of=utc("2026-11-01"),
)


def config(*bots: dict[str, object]) -> Config:
    given = [{"type": "support"} | bot for bot in bots]
    return Config.model_validate({"company": "A", "bots": given})


def test_a_period_is_named_with_why_it_is_this_one() -> None:
    now = utc("2026-11-05")
    said = why(OCTOBER, asked=False, calendar=CALENDAR, now=now)
    assert said == "October 2026, the last month that had ended on 5 Nov 2026"
    assert why(OCTOBER, asked=True, calendar=CALENDAR, now=now) == "October 2026, as asked for"


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        # October ends in Berlin at 23:00 UTC.
        ("2026-10-31T23:00", ""),
        ("2026-10-31T22:59", "the data are as of 31 Oct 2026, before it ended: all its figures are"
                             " provisional. Where the export holds the whole of it, say --as-of"
                             " 2026-11-01"),
    ],
)  # fmt: skip
def test_a_period_the_data_do_not_reach_the_end_of(as_of: str, said: str) -> None:
    instant = dt.datetime.fromisoformat(as_of).replace(tzinfo=dt.UTC)
    assert unfinished(OCTOBER, calendar=CALENDAR, as_of=instant) == said


@pytest.mark.parametrize(
    ("period", "bots", "said"),
    [
        ("2026-10", ["a", "b"], ""),
        ("2026-10", ["b"], "no conversation of b in 2026-10; conversations run from 2026-09-05 to "
                           "2026-09-20: export what is missing, or ask for --period 2026-09"),
        ("2026-08", ["a"], "no conversation of a in 2026-08; conversations run from 2026-09-05 to "
                           "2026-10-05: export what is missing, or ask for --period 2026-10"),
        ("2026-10", ["c"], "no conversation of c in 2026-10; there is none up to 1 Nov 2026"),
    ],
)  # fmt: skip
def test_a_period_without_a_conversation(period: str, bots: list[str], said: str) -> None:
    assert empty(FACTS, CALENDAR, period=CALENDAR.parse(period), bots=bots) == said


def test_a_bot_that_fell_silent_is_named() -> None:
    project = config({"id": "a"}, {"id": "b"}, {"id": "never"})
    (flag,) = voids(FACTS, project, period=OCTOBER, calendar=CALENDAR)
    assert flag.text == (
        "b: no conversation in October 2026, the newest is of 20 Sep 2026: was it switched off, or "
        "are events missing?"
    )
    assert (flag.check, flag.about, flag.serious) == ("volume", "b", False)


def test_where_all_are_silent_the_period_is_at_fault() -> None:
    project = config({"id": "a"}, {"id": "b"})
    november = CALENDAR.parse("2026-11")
    assert [*voids(FACTS, project, period=november, calendar=CALENDAR)] == []


@pytest.mark.parametrize(
    ("launch", "told"), [("2026-09-01", 0), ("2026-10-05", 0), ("2026-10-06", 1), ("2027-02-01", 1)]
)
def test_a_launch_after_all_conversations_is_no_launch(launch: str, told: int) -> None:
    project = config({"id": "a", "launch": launch})
    flags = [*voids(FACTS, project, period=OCTOBER, calendar=CALENDAR)]
    assert [flag.check for flag in flags] == ["launch"] * told
