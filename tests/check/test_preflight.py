"""What a report would not show by itself; days and rows counted by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from kpikit.check import (
    check_report,
    flag_lines,
    preflight,
    strangers,
    strays,
    unheard,
    volume,
)  # fmt: skip
from kpikit.config import Config
from kpikit.periods import Calendar
from kpikit.sources import load_tables
from kpikit.tables.silence import silent_days
from tests.evaluate.world import talks, utc, world
from tests.sources.helpers import EVENT, NOW, write

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.check import Flag
    from kpikit.tables import Tables

EVENTS = [EVENT | {"ts": f"2026-{month:02}-02T09:00:00Z"} for month in range(3, 11)]
LAST = dt.date(2026, 9, 30)


@pytest.mark.parametrize(
    ("first", "last", "rows", "days"),
    [
        ("2026-01-01", "2026-09-29", 900, 0),  # a day ago
        ("2026-01-01", "2026-09-23", 900, 0),  # seven days
        ("2026-01-01", "2026-09-22", 900, 8),
        ("2026-01-01", "2026-09-10", 12, 0),  # a row in three weeks: twenty days are usual
        ("2025-01-01", "2026-09-05", 300, 25),  # a row in two days: 25 are more than ten times that
        ("2026-10-01", "2026-10-02", 9, 0),  # newer than that
    ],
)
def test_silent_is_longer_than_usual(first: str, last: str, rows: int, days: int) -> None:
    ends = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    assert silent_days(*ends, rows, until=LAST) == days


def test_a_table_that_ends_before_the_period_is_silent_whatever_is_usual() -> None:
    ends = dt.date(2026, 1, 1), dt.date(2026, 8, 30)
    assert silent_days(*ends, 4, until=LAST) == 0
    assert silent_days(*ends, 4, until=LAST, start=dt.date(2026, 9, 1)) == 31


def loaded(root: Path, files: dict[str, Any], **given: Any) -> tuple[Tables, Config]:
    for name, content in ({"events.ndjson": EVENTS} | files).items():
        write(root / name, content)
    data = {name.split(".")[0]: {"files": name} for name in ["events.ndjson", *files]}
    bots = [{"id": "b", "type": "support"}, {"id": "support", "type": "support"}]
    settings = {"company": "Acme", "root": root, "bots": bots, "data": data, "currency": "EUR"}
    config = Config.model_validate(settings | given)
    return load_tables(config, now=NOW), config


def found(root: Path, files: dict[str, Any], **given: Any) -> list[Flag]:
    tables, config = loaded(root, files, **given)
    return [*preflight(check_report(tables, config), tables.quality, until=LAST)]


def tickets(*days: str) -> str:
    return "ticket_id,created_at\n" + "".join(f"{day},{day}\n" for day in days)


def test_a_table_that_ended_is_named_with_its_last_day(tmp_path: Path) -> None:
    days = [f"2026-07-{day:02}" for day in range(1, 32)]
    (flag,) = found(tmp_path, {"tickets.csv": tickets(*days)})
    assert (flag.check, flag.about, flag.serious) == ("freshness", "tickets", True)
    assert flag.text == (
        "tickets: the newest row is of 31 Jul 2026, 61 days before 30 Sep 2026: what rests on "
        "later ones cannot be trusted; export it anew"
    )


def test_a_table_without_a_row_is_named(tmp_path: Path) -> None:
    (flag,) = found(tmp_path, {"tickets.csv": ""})
    assert flag.text.startswith("tickets: there is no row in it: what rests on it cannot be")


def test_tables_that_come_when_they_come_are_never_late(tmp_path: Path) -> None:
    costs = "bot_id,date,category,amount\nb,2026-01-01,people,5\n"
    assert found(tmp_path, {"costs.csv": costs}) == []


@pytest.mark.parametrize(
    ("bad", "share", "told"),
    [
        (9, "", False),
        (10, "1.0%", False),
        (11, "1.1%", True),
        (199, "19.9%", True),
        (200, "20.0%", True),
    ],
)
def test_rows_set_aside_en_masse(tmp_path: Path, bad: int, share: str, told: bool) -> None:
    """Of 1,000 rows; ten are 1 % and not more."""
    good = [
        EVENT | {"session_id": f"s{n}", "event_id": "e", "ts": "2026-09-30T09:00:00Z"}
        for n in range(1000)
    ]
    faulty = [row | {"ts": "soon"} if n < bad else row for n, row in enumerate(good)]
    flags = found(tmp_path, {"events.ndjson": faulty})
    assert [flag.ruinous for flag in flags] == [bad >= 200] * told  # a fifth
    assert [flag.text for flag in flags] == (
        [
            f"events: {bad} of 1,000 rows were set aside ({share}); most often ts: a timestamp, "
            "ISO 8601; any other form is stated under dates; first 'soon' in events.ndjson, row 1"
        ]
        if told
        else []
    )


def test_a_whole_file_set_aside_is_named_however_small(tmp_path: Path) -> None:
    write(tmp_path / "e1.ndjson", EVENTS * 50)
    write(tmp_path / "e2.ndjson", [EVENT | {"ts": "soon", "csat_score": 9}] * 2)
    data = {"events": {"files": "e*.ndjson"}}
    flags = found(tmp_path, {}, data=data)
    rejected = [flag.text for flag in flags if flag.check == "rejected"]
    assert len(rejected) == 1
    assert rejected[0].startswith("events: all 2 rows of e2.ndjson were set aside; most often ")


def test_words_that_are_not_ours_are_to_be_translated(tmp_path: Path) -> None:
    rows = [EVENT | {"outcome": word} for word in ("solved", "solved", "gone")]
    flags = found(tmp_path, {"events.ndjson": rows})
    (text,) = [flag.text for flag in flags if flag.check == "rejected"]
    assert text.endswith(
        "; first 'solved' in events.ndjson, row 1; translate with values: {outcome: {solved: ..., "
        "gone: ...}}"
    )


@pytest.mark.parametrize(
    ("ignored", "said"),
    [(["play"], []), (["ply"], ["ignore_bots: no row is of ply - did you mean 'play'?"])],
)
def test_bots_that_are_ignored_and_not_there(
    tmp_path: Path, ignored: list[str], said: list[str]
) -> None:
    files = {"events.ndjson": [EVENT, EVENT | {"bot_id": "play"}]}
    tables, config = loaded(tmp_path, files, ignore_bots=ignored)
    flags = strangers(tables, config, today=LAST)
    assert [flag.text for flag in flags if flag.about == "ignore_bots"] == said


@pytest.mark.parametrize(("launch", "told"), [("2026-10-01", 0), ("2026-09-30", 1), (None, 1)])
def test_a_bot_that_is_still_to_come_needs_no_events(
    tmp_path: Path, launch: str | None, told: int
) -> None:
    bots = [{"id": "b", "type": "support"}, {"id": "new", "type": "support", "launch": launch}]
    tables, config = loaded(tmp_path, {"events.ndjson": [EVENT]}, bots=bots)
    flags = strangers(tables, config, today=LAST)
    assert [flag.text for flag in flags] == ["bot 'new' has no event"] * told
    assert all(flag.serious for flag in flags)  # its report would be blank


def test_links_and_repeats(tmp_path: Path) -> None:
    many = [f"2026-09-{day:02}" for day in range(1, 31)]
    rows = "".join(f"t{day},{day},x{day}\n" for day in many)
    text = (
        "ticket_id,created_at,session_id\n" + rows + "".join(f"t{d},{d},x{d}\n" for d in many[:2])
    )
    flags = found(tmp_path, {"tickets.csv": text})
    assert [(flag.check, flag.serious) for flag in flags] == [
        ("links", False),
        ("duplicates", False),
    ]
    assert flags[0].text.startswith("tickets with a session: none of 30;")
    assert flags[1].text.startswith("tickets: 2 of 32 rows repeat an id")


def test_costs_of_a_bot_nobody_knows_are_named_with_their_sum(tmp_path: Path) -> None:
    costs = (
        "bot_id,date,category,amount,currency\nsuport,2026-09-01,people,800,\n"
        "suport,2026-09-02,people,400,EUR\nsuport,2026-09-02,people,70,USD\n"
        "b,2026-09-01,people,5,\n*,2026-09-01,people,5,\nsupport,2026-09-01,people,5,\n"
    )
    traffic = "date,bot_id,visitors\n2026-09-01,zebra,4\n2026-09-01,,4\n"
    tables, config = loaded(tmp_path, {"costs.csv": costs, "traffic.csv": traffic})
    assert [flag.text for flag in strays(tables, config)] == [
        "costs: 1,200 EUR and 70 USD in 3 rows on bot 'suport', which no event names and "
        "kpikit.yml does not have: in no bot's figures - did you mean 'support'?",
        "traffic: 1 row on bot 'zebra', which no event names and kpikit.yml does not have: in no "
        "bot's figures",
    ]


def test_leads_of_a_chatbot_that_no_event_tells_of(tmp_path: Path) -> None:
    leads = "lead_id,created_at,source\n1,2026-09-01,chatbot\n2,2026-09-01,form\n"
    tables, _ = loaded(tmp_path, {"leads.csv": leads})
    (flag,) = unheard(tables)
    assert flag.text.startswith(
        "events: no chat.lead_created, though leads has 1 row of source chatbot: "
    )
    told = [*EVENTS, EVENT | {"event": "chat.lead_created"}]
    tables, _ = loaded(tmp_path, {"leads.csv": leads, "events.ndjson": told})
    assert unheard(tables) == []
    tables, _ = loaded(tmp_path, {"leads.csv": leads.replace("chatbot", "form")})
    assert unheard(tables) == []


def test_a_bot_with_half_its_conversations_is_named() -> None:
    rows = [
        *(row for month in (7, 8, 9) for row in talks("a", f"2026-{month:02}-05", 200)),
        *(row for month in (7, 8, 9, 10) for row in talks("b", f"2026-{month:02}-05", 200)),
        *(row for month in (7, 8, 9) for row in talks("few", f"2026-{month:02}-05", 99)),
        *talks("a", "2026-10-05", 99),
    ]
    facts = world(conversations=rows, as_of=utc("2026-11-01"))
    (flag,) = volume(facts, Calendar(), period=Calendar().parse("2026-10"))
    assert flag.text.startswith("a: 99 conversations in October 2026, against 200 on average")
    early = world(conversations=rows, as_of=utc("2026-10-20"))
    assert volume(early, Calendar(), period=Calendar().parse("2026-10")) == ()


def test_the_block_is_folded_and_there_only_where_something_is(tmp_path: Path) -> None:
    assert flag_lines(()) == []
    lines = flag_lines(found(tmp_path, {"tickets.csv": tickets("2026-01-01")}))
    assert lines[:2] == ["", "To be seen to:"]
    assert max(map(len, lines)) <= 100
