"""Rows that are there twice and cannot be told apart; rows counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kpikit.check import check_lines, check_report, preflight
from tests.check.test_preflight import LAST, loaded
from tests.sources.helpers import EVENT, write

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.check import Flag

COSTS = "bot_id,date,category,amount\n"
PEOPLE = "b,2026-09-01,people,500\n"


def duplicates(root: Path, files: dict[str, Any], **given: Any) -> list[Flag]:
    """The flags about duplicates."""
    tables, config = loaded(root, files, **given)
    flags = preflight(check_report(tables, config), tables.quality, until=LAST)
    return [flag for flag in flags if flag.check == "duplicates"]


def talk(count: int, **more: str) -> list[dict[str, Any]]:
    return [
        EVENT | more | {"session_id": f"s{n}", "ts": "2026-09-30T09:00:00Z"} for n in range(count)
    ]


def test_events_without_an_id_that_are_alike_are_counted_and_named(tmp_path: Path) -> None:
    rows = talk(100)
    (flag,) = duplicates(tmp_path, {"events.ndjson": rows + rows[7:10] + rows[7:8]})
    assert flag.text == (
        "events: 4 rows repeat another of the 104 in every column; nothing tells them apart, so "
        "each counts; such as chat.message.user, 2026-09-30T09:00:00Z, b, s7: send event_id, with "
        "which a repeat counts once"
    )
    assert (flag.about, flag.serious) == ("events", False)


@pytest.mark.parametrize(("repeats", "grave"), [(5, False), (9, False), (10, True)])
def test_many_of_them_are_grave(tmp_path: Path, repeats: int, grave: bool) -> None:
    rows = talk(100)
    (flag,) = duplicates(tmp_path, {"events.ndjson": rows + rows[:repeats]})
    assert flag.serious is grave


def test_nothing_is_dropped(tmp_path: Path) -> None:
    tables, config = loaded(tmp_path, {"events.ndjson": talk(3) * 2})
    (events,) = check_report(tables, config).tables
    assert (events.read, events.kept, events.duplicates, events.alike) == (6, 6, 0, 3)


def test_events_with_an_id_are_told_apart_by_it(tmp_path: Path) -> None:
    """The same id twice counts once; two ids are two events."""
    rows = talk(50, event_id="e") + talk(50, event_id="f") + talk(3, event_id="e")
    assert duplicates(tmp_path, {"events.ndjson": rows}) == []
    tables, config = loaded(tmp_path, {"events.ndjson": rows})
    (events,) = check_report(tables, config).tables
    assert (events.duplicates, events.alike) == (3, 0)


@pytest.mark.parametrize(
    ("table", "text", "example"),
    [
        ("costs", COSTS + PEOPLE * 2, "b, 2026-09-01, people, 500:"),
        ("costs", COSTS + "b,2026-09-01,people,12.5\n" * 2, "b, 2026-09-01, people, 12.50:"),
        ("traffic", "date,bot_id,visitors\n" + "2026-09-01,b,40\n" * 2, "2026-09-01, b, 40:"),
        ("touches", "touched_at,channel,lead_id\n" + "2026-09-01,mail,1\n" * 2,
         "2026-09-01T00:00:00Z, mail:"),
    ],
)  # fmt: skip
def test_tables_without_an_id_have_them_too(
    tmp_path: Path, table: str, text: str, example: str
) -> None:
    (flag,) = duplicates(tmp_path, {f"{table}.csv": text, "events.ndjson": talk(9)})
    assert flag.text.startswith(f"{table}: 1 row repeats another of the 2 in every column")
    assert f"such as {example} if it came twice, take the repeat out" in flag.text


@pytest.mark.parametrize(
    "second",
    ["c,2026-09-01,people,500\n", "b,2026-09-02,people,500\n", "b,2026-09-01,people,501\n",
     "b,2026-09-01,hosting,500\n"],
)  # fmt: skip
def test_one_other_value_makes_another_row(tmp_path: Path, second: str) -> None:
    files = {"costs.csv": COSTS + PEOPLE + second, "events.ndjson": talk(9)}
    assert duplicates(tmp_path, files) == []


def test_equal_costs_are_never_grave(tmp_path: Path) -> None:
    """Two people may cost the same."""
    (flag,) = duplicates(tmp_path, {"costs.csv": COSTS + PEOPLE * 40, "events.ndjson": talk(9)})
    assert not flag.serious


def test_files_that_are_the_same_are_named(tmp_path: Path) -> None:
    rows = talk(4, event_id="e")
    for name in ("a", "b", "c"):
        write(tmp_path / f"{name}.ndjson", rows if name != "b" else rows[:2])
    flags = duplicates(tmp_path, {}, data={"events": {"files": "[abc].ndjson"}})
    assert "events: a.ndjson and c.ndjson are the same file: read one of them" in [
        flag.text for flag in flags
    ]


def test_negative_amounts_are_a_note(tmp_path: Path) -> None:
    costs = COSTS + PEOPLE + "b,2026-09-02,people,-70\nb,2026-09-03,people,-5.5\n"
    tables, config = loaded(tmp_path, {"costs.csv": costs})
    said = "costs: 2 amounts are negative, down to -70.00: counted as money back"
    assert said.replace("-", "−") in [
        line.replace("-", "−") for line in check_lines(check_report(tables, config))
    ]
