"""Data as operators break them: a run stops or warns by name, and what was published stays.

One project with a report that is there; each mistake is made in it, and nothing of the report may
move.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from kpikit.cli import main
from tests.cli.test_bad_input import CONFIG, HEAD, NOW, whole
from tests.sources.helpers import workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Command = Callable[..., Any]

TABLES = {
    "tickets.csv": "ticket_id,created_at,topic\n" + "".join(
        f"t{day},2026-10-{day:02}T09:00Z,x\n" for day in range(1, 32)),
    "orders.csv": "order_id,ordered_at,amount,currency\n" + "".join(
        f"o{day},2026-10-{day:02}T09:00Z,20,\n" for day in range(1, 32)),
    "costs.csv": "bot_id,date,category,amount,currency\nhelp,2026-10-01,subscription,500,\n",
}  # fmt: skip
DATA = CONFIG.partition("data:")[0] + "data:\n" + "".join(
    f"  {name}: {{files: {name}.csv}}\n" for name in ("events", "tickets", "orders", "costs")
)  # fmt: skip
ORDER = "order_id,ordered_at,amount,currency\n"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the report of October 2026."""
    root = tmp_path_factory.mktemp("published")
    (root / "kpikit.yml").write_text(DATA)
    for name, text in {"events.csv": whole(), **TABLES}.items():
        (root / name).write_text(text)
    with pytest.raises(SystemExit, match="0"):
        main(["run", "monthly", "--config", str(root), "--quiet", *NOW])
    return root


@pytest.fixture
def root(published: Path) -> Iterator[Path]:
    """The project, put back afterwards; its report is held to be the same, byte by byte."""
    kept = {path: path.read_bytes() for path in published.iterdir() if path.is_file()}
    before = pages(published)
    yield published
    assert pages(published) == before
    shutil.rmtree(published / "quarantine", ignore_errors=True)
    for path in [*published.iterdir()]:
        if path.is_file():
            path.unlink()
        elif path.name in {one.name for one in kept}:
            path.rmdir()
    for path, content in kept.items():
        path.write_bytes(content)


def pages(root: Path) -> dict[str, bytes]:
    found = (path for path in (root / "reports").rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in found}


def put(root: Path, name: str, content: str | bytes) -> None:
    """Write a file, or make a folder of that name where there is no content."""
    (root / name).unlink(missing_ok=True)
    raw = content if isinstance(content, bytes) else content.encode()
    (root / name).write_bytes(raw)


STOPS = {
    "semicolon": ("events.csv", whole().replace(",", ";"), 3, "state delimiter: ';'"),
    "utf16": ("events.csv", whole().encode("utf-16"), 3, "is written in UTF-16: save it as UTF-8"),
    "latin1 header": ("tickets.csv", "ticket_id,created_at,Größe\n".encode("latin-1"), 3,
                      "tickets.csv: its header is no text in UTF-8"),
    "empty": ("events.csv", "", 3, "events.csv is empty (0 bytes)"),
    "header alone": ("events.csv", HEAD, 3, "there is no row to report on: events.csv holds none"),
    "header twice": ("events.csv", whole().replace("user_id,", "session_id,", 1), 3,
                     "its header names session_id more than once"),
    "html": ("orders.csv", "<!DOCTYPE html><title>Log in</title>", 3, "is a web page or XML"),
    "pdf": ("orders.csv", b"%PDF-1.7\n", 3, "orders.csv is a PDF document"),
    "json": ("events.csv", '{"event": "x"}\n', 3, "is JSON and not CSV: name it .ndjson"),
    "parquet": ("orders.csv", b"PAR1....", 3, "is a Parquet file: name it so"),
    "zip": ("orders.csv", b"PK\x03\x04....", 3, "is a zip archive or a broken workbook"),
    "binary": ("orders.csv", b"\0\1\2\3", 3, "orders.csv is no text file"),
    "column": ("orders.csv", "order,ordered_at,sum\n1,2026-10-01,5\n", 3,
               "orders.csv lacks order_id, amount, which orders must have. It has order, "
               "ordered_at, sum. Under data: orders of kpikit.yml, perhaps rename: {order: "
               "order_id, sum: amount}"),
    "all broken": ("events.csv", whole().replace("2026-10", "26-10"), 3,
                   "40 of 40 of events.csv were set aside, most often ts: a timestamp"),
    "no conversation": ("events.csv", whole().replace("2026-10", "2026-09"), 3,
                        "conversations run from 2026-09-01 to 2026-09-10"),
    "two sheets": ("kpikit.yml", DATA.replace("tickets.csv", "t.xlsx"), 2,
                   "t.xlsx has 2 sheets: under data: tickets, state sheet: one of 'a', 'b'"),
    "tabs": ("kpikit.yml", DATA.replace("  events", "\tevents"), 2, "a tab; indent with spaces"),
    "keys twice": ("kpikit.yml", DATA + "company: B\n", 2, 'the same key "company" twice'),
    "zone and file": ("kpikit.yml", DATA.replace("tickets.csv", "tikets.csv") + "timezone: Mars\n",
                      2, "2 findings"),
    "no such file": ("kpikit.yml", DATA.replace("tickets.csv", "tikets.csv"), 2,
                     "no file matches 'tikets.csv'"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", STOPS)
def test_what_no_report_can_be_made_of_stops_check_and_run(
    kpikit: Command, root: Path, mistake: str
) -> None:
    name, content, code, said = STOPS[mistake]
    put(root, "t.xlsx", workbook(a=[["x"]], b=[["y"]]))
    put(root, name, content)
    for command in (["check"], ["run", "monthly"]):
        left = kpikit(*command, "--config", root, *NOW, "--quiet")
        assert left.code == code
        assert said in left.err


def rows_of(*lines: str) -> str:
    return TABLES["orders.csv"] + "".join(f"{line}\n" for line in lines)


ASIDE = {
    "text": (rows_of("x,2026-10-02,much,"), "amount", "'much' in orders.csv, row 32"),
    "day": (rows_of("x,yesterday,5,"), "ordered_at", "'yesterday' in orders.csv, row 32"),
    "short year": (rows_of("x,26-10-02,5,"), "ordered_at", "'26-10-02' in orders.csv, row 32"),
    "future": (rows_of("x,2027-10-02,5,"), "not after the time of the run", "'2027-10-02'"),
    "nothing": (rows_of("x,2026-10-02,,"), "required", "first in orders.csv, row 32"),
    "huge": (rows_of("x,2026-10-02,1e300,"), "at most fifteen digits", "'1e300' in orders.csv"),
    "comma": (rows_of("x,2026-10-02,1,5,EUR,"), "as many fields as the header", "row 32"),
    "quote": (rows_of('x,2026-10-02,"5,'), "quotes in pairs", "row 32"),
    "zero byte": (rows_of("x,2026\0-10-02,5,"), "ordered_at", "row 32"),
    "zone by letters": (rows_of("x,2026-10-02 10:00 CET,5,"), "ordered_at", "10:00 CET' in orders"),
    "no utf8": (rows_of("x,2026-10-02,5,").encode() + b"\xfc,2026-10-02,5,\n", "UTF-8", "row 33"),
}


@pytest.mark.parametrize("mistake", ASIDE)
def test_a_row_that_breaks_a_rule_is_named_with_its_place_and_the_rest_goes_on(
    kpikit: Command, root: Path, mistake: str
) -> None:
    content, rule, place = ASIDE[mistake]
    put(root, "orders.csv", content)
    left = kpikit("check", "--config", root, *NOW)
    assert left.code == 0
    (line,) = [line for line in left.out.splitlines() if line.startswith("  orders  ")]
    assert rule in line
    assert place in line
    assert kpikit("run", "monthly", "--dry-run", "--config", root, *NOW).code == 0
    assert len((root / "quarantine" / "orders.csv").read_text().splitlines()) == 2


WARNED = {
    "currency": (rows_of("x,2026-10-02,5,GBP"), "1 amount counts as empty", "no rate for GBP"),
    "no currency": (rows_of("x,2026-10-02,5,Euro"), "EURO is no currency code", "{EURO: ...}"),
    "ended": (ORDER + "x,2026-07-02,5,\n", "the newest row is of 2 Jul 2026", "export it anew"),
    "no row": ("", "there is no row in it", "see to its export"),
    "lost": (ORDER + "x,much,5,\n", "the only row of orders.csv was set aside", "'much'"),
}


@pytest.mark.parametrize("mistake", WARNED)
def test_what_a_report_would_not_show_is_said_by_check_and_run_alike(
    kpikit: Command, root: Path, mistake: str
) -> None:
    content, *said = WARNED[mistake]
    put(root, "orders.csv", content)
    checked = kpikit("check", "--config", root, *NOW, "--json")
    ran = kpikit("run", "monthly", "--dry-run", "--config", root, *NOW)
    assert (checked.code, ran.code) == (0, 0)
    for words in said:
        assert words in checked.out
        assert words in ran.err


def test_a_bot_whose_name_differs_by_case_in_the_data_is_named(kpikit: Command, root: Path) -> None:
    put(root, "events.csv", whole().replace(",help,h1,", ",Help,h1,"))
    said = (
        "bot 'Help' is in the data and not in kpikit.yml: it has no report and counts among all "
        "chatbots - did you mean 'help'?"
    )
    assert said in " ".join(kpikit("check", "--config", root, *NOW).out.split())
    assert said in kpikit("run", "monthly", "--dry-run", "--config", root, *NOW).err


@pytest.mark.parametrize("bot", ["../x", "a/b", "..", "/etc"])
def test_a_bot_id_that_is_a_path_makes_no_folder(kpikit: Command, root: Path, bot: str) -> None:
    put(root, "events.csv", whole().replace(",help,h1,", f",{bot},h1,"))
    left = kpikit("run", "monthly", "--dry-run", "--config", root, *NOW)
    assert left.code == 0
    assert f"bot '{bot}' is in the data" in left.err
    put(root, "kpikit.yml", DATA.replace("id: help", f"id: '{bot}'"))
    left = kpikit("run", "monthly", "--config", root, *NOW)
    assert left.code == 2
    assert "it names a folder in the reports" in left.err


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_marks_and_line_ends_of_other_systems_are_no_mistake(
    kpikit: Command, root: Path, mark: bytes, end: str
) -> None:
    put(root, "events.csv", mark + whole().replace("\n", end).encode())
    left = kpikit("check", "--config", root, *NOW)
    assert left.code == 0
    assert "Set aside" not in left.out
