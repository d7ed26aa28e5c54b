"""Bad input, as users bring it: each fault named, the good rows and the good bots go on.

A project of two bots in October 2026; expected counts are those of the lines written here.
"""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., Any]

HEAD = "event,ts,bot_id,session_id,event_id,user_id,intent,kind,outcome\n"
CONFIG = """\
company: Acme
bots:
  - {id: help, name: "<img src=x onerror=alert(1)>", type: support}
  - {id: shop, name: Shop, type: shop}
data:
  events: {files: events.csv}
"""
NOW = ("--now", "2026-11-05T06:00Z")
HOSTILE = "<script>alert(2)</script>"


def conversation(bot: str, session: str, day: int) -> list[str]:
    """The four events of a conversation that was resolved."""
    at, who = f"2026-10-{day:02}T10:00", f"{bot},{session},{session}"
    return [
        f"chat.session_started,{at}:00Z,{who}-1,user-{session},,,",
        f"chat.message.user,{at}:10Z,{who}-2,user-{session},{HOSTILE},,",
        f"chat.message.bot,{at}:12Z,{who}-3,,,answer,",
        f"chat.outcome,{at}:40Z,{who}-4,,,,resolved_by_bot",
    ]


GOOD = [line for day in range(1, 11) for line in conversation("help", f"h{day}", day)]


def project(root: Path, text: str | bytes) -> Path:
    """Write a project with this events.csv."""
    (root / "kpikit.yml").write_text(CONFIG)
    content = text.encode() if isinstance(text, str) else text
    (root / "events.csv").write_bytes(content)
    return root


def whole(*lines: str) -> str:
    return HEAD + "\n".join([*GOOD, *lines]) + "\n"


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        ("", 3, "events.csv is empty"),
        (HEAD, 3, "events: there is no row to report on: events.csv holds none"),
        (whole().replace(",ts,", ",when,"), 3, "events.csv lacks ts, which events must have"),
        (gzip.compress(whole().encode(), mtime=0)[:40], 3, "events.csv is a broken gzip file"),
        (b"PK\x03\x04 a workbook", 3, "events.csv"),
    ],
    ids=["empty", "header", "column", "gzip", "workbook"],
)
def test_data_that_allow_no_report_say_so(
    kpikit: Command, tmp_path: Path, content: str | bytes, code: int, said: str
) -> None:
    project(tmp_path, content)
    for command in (["check"], ["metrics"], ["run", "monthly"]):
        left = kpikit(*command, "--config", tmp_path, *NOW)
        assert left.code == code
        assert said in left.err
    assert not (tmp_path / "reports").exists()


def test_a_file_that_is_not_there_is_wrong_usage(kpikit: Command, tmp_path: Path) -> None:
    project(tmp_path, whole())
    (tmp_path / "events.csv").unlink()
    left = kpikit("check", "--config", tmp_path)
    assert left.code == 2
    assert "events: no file matches 'events.csv'" in left.err


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--bot", "hlp"], 2, "did you mean 'help'?"),
        (["--period", "2027-01"], 2, "has not begun; the last month that ended is 2026-10"),
        (["--period", "2026-1"], 2, "did you mean '2026-01'?"),
        (["--period", "2026-Q3"], 2, "2026-Q3 is no month: monthly reports are of a month"),
        (["--period", "2025-01"], 3, "conversations run from 2026-10-01 to 2026-10-10"),
        (["--as-of", "2026-12-01"], 2, "lies after the time of the run"),
        (["--notebook", "none.ipynb"], 2, "no such notebook"),
        (["--jobs", "0"], 2, "at least 1"),
    ],
)
def test_a_run_that_cannot_be_is_refused_before_it_writes(
    kpikit: Command, tmp_path: Path, options: list[str], code: int, said: str
) -> None:
    project(tmp_path, whole())
    left = kpikit("run", "monthly", "--config", tmp_path, *NOW, "--quiet", *options)
    assert left.code == code
    assert said in left.err
    assert not (tmp_path / "reports").exists()


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Ten good conversations of one bot among faults; no row of the other bot."""
    solved, dated, *_ = conversation("help", "x1", 11)
    return project(
        tmp_path,
        whole(
            solved.replace("chat.session_started", "chat.started"),
            dated.replace("2026-10-11T10:00:10Z", "11/10/26"),
            GOOD[0],
            *conversation("ghost", "g1", 5),
        ),
    )


def test_bad_rows_are_set_aside_with_their_place_and_reason(kpikit: Command, mixed: Path) -> None:
    left = kpikit("check", "--config", mixed, *NOW, "--json")
    assert left.code == 0
    said = json.loads(left.out)
    events = said["tables"][0]
    # 40 good lines, one of them twice, 4 of the ghost, 2 faults
    assert (events["read"], events["kept"], events["quarantined"]) == (47, 45, 2)
    assert events["duplicates"] == 1
    assert said["bots"] == [
        "bot 'ghost' is in the data and not in kpikit.yml: it has no report and "
        "counts among all chatbots",
        "bot 'shop' has no event",
    ]
    rows = (mixed / "quarantine" / "events.csv").read_text().splitlines()
    assert rows[0] == "file,row,column,value,rule"
    assert rows[1].startswith("events.csv,41,event,chat.started,")
    assert rows[2].startswith("events.csv,42,ts,11/10/26,")


def test_the_good_rows_make_the_reports(kpikit: Command, mixed: Path) -> None:
    left = kpikit("run", "monthly", "--config", mixed, *NOW, "--json")
    assert left.code == 0
    record = json.loads(left.out)
    run = mixed / "reports" / "monthly" / "2026-10" / "latest"
    assert record["status"] == "complete"
    pages = {name: (run / name).read_text() for name in ("help/report.html", "shop/report.html")}
    pages["index.html"] = (run / "index.html").read_text()
    # a bot without data has a report that says so
    assert "Shop had no conversations in October 2026" in pages["shop/report.html"]
    # one that the configuration does not know is named, and has no report
    assert "ghost" in pages["index.html"]
    assert not (run / "ghost").exists()
    # text of users and names stay text
    for page in pages.values():
        assert "<script" not in page
        assert "<img" not in page
    metrics = kpikit("metrics", "--config", mixed, *NOW, "--json", "--bot", "help")
    values = {row["kpi"]: row["value"] for row in json.loads(metrics.out)}
    assert values["conversations"] == 10


def late(root: Path, **more: str) -> Path:
    """The good conversations of October, and tickets that end in July."""
    project(root, whole())
    days = "".join(f"{day},2026-07-{day:02}\n" for day in range(1, 32))
    (root / "tickets.csv").write_text("ticket_id,created_at\n" + days)
    rest = "".join(f"{key}: {value}\n" for key, value in more.items())
    (root / "kpikit.yml").write_text(f"{CONFIG}  tickets: {{files: tickets.csv}}\n{rest}")
    return root


LATE = "tickets: the newest row is of 31 Jul 2026, 71 days before 10 Oct 2026"  # the newest event


@pytest.mark.parametrize(
    "options", [["--strict"], ["--strict", "--quiet"], ["--strict", "--dry-run"]]
)
def test_a_strict_run_stops_at_a_table_that_has_ended(
    kpikit: Command, tmp_path: Path, options: list[str]
) -> None:
    left = kpikit("run", "monthly", "--config", late(tmp_path), *NOW, *options)
    assert left.code == 3
    assert LATE in left.err
    assert not (tmp_path / "reports").exists()


def test_the_configuration_can_ask_for_that(kpikit: Command, tmp_path: Path) -> None:
    left = kpikit("run", "monthly", "--config", late(tmp_path, stale="refuse"), *NOW)
    assert left.code == 3
    assert LATE in left.err


def test_a_quiet_run_still_tells_of_what_is_serious(kpikit: Command, tmp_path: Path) -> None:
    left = kpikit("run", "monthly", "--config", late(tmp_path), *NOW, "--quiet", "--dry-run")
    assert left.code == 0
    assert left.err.splitlines() == [
        f"kpikit: warning: {LATE}: what rests on later ones cannot be trusted; export it anew",
        "kpikit: warning: bot 'shop' has no event",
    ]


def test_a_quiet_run_on_good_data_says_nothing(kpikit: Command, tmp_path: Path) -> None:
    project(tmp_path, whole())
    text = CONFIG.replace("type: shop}", "type: shop, launch: 2026-12-01}")
    (tmp_path / "kpikit.yml").write_text(text)
    left = kpikit("run", "monthly", "--config", tmp_path, *NOW, "--quiet", "--dry-run")
    assert (left.code, left.err) == (0, "")


def test_check_tells_what_a_report_would_not(kpikit: Command, tmp_path: Path) -> None:
    late(tmp_path)
    assert f"To be seen to:\n  {LATE}" in kpikit("check", "--config", tmp_path, *NOW).out
    warning, *others = json.loads(kpikit("check", "--config", tmp_path, *NOW, "--json").out)[
        "warnings"
    ]
    assert [other["text"] for other in others] == ["bot 'shop' has no event"]
    assert (warning["check"], warning["about"], warning["serious"]) == (
        "freshness",
        "tickets",
        True,
    )
