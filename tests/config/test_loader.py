"""Expected findings are written by hand from the file text; lines are counted in it."""

from __future__ import annotations

import datetime as dt
import itertools
import textwrap
from typing import TYPE_CHECKING

import pytest

from kpikit.config import load_config
from kpikit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
company: Acme
timezone: Europe/Berlin
bots:
  - id: help
    type: support
    launch: 2025-03-01
    assumptions:
      human_chat_cost: {value: 6, low: 4, high: 9, owner: Ann, source: payroll, date: 2026-01-31}
    targets:
      containment_rate: {value: 0.6, owner: Ann}
    headline: [containment_rate, csat]
data:
  events: {files: events.csv}
  costs:
    - {files: a.csv}
    - {files: [b.csv, c.csv], constant: {category: people}}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "kpikit.yml"
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


def findings(folder: Path, text: str) -> dict[str, tuple[int, str]]:
    """Load a wrong file; return its findings as {key and value: (line, what is allowed)}."""
    with pytest.raises(UsageError) as caught:
        load_config(write(folder, text))
    found = {}
    for line in str(caught.value).splitlines()[1:]:
        place, subject, allowed = line.strip().split(": ", 2)
        found[subject] = (int(place.rsplit(":", 1)[1]), allowed)
    return found


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    config = load_config(write(tmp_path, GOOD))
    assert config.root == tmp_path
    assert config.file == tmp_path / "kpikit.yml"
    assert config.reports_dir == tmp_path / "reports"
    assert [source.files for source in config.data["costs"]] == [("a.csv",), ("b.csv", "c.csv")]
    bot = config.bot("help")
    assert bot is not None
    assert bot.name == "help"
    assert bot.assumptions["human_chat_cost"].owner == "Ann"
    assert config.bot("nobody") is None


def test_a_folder_stands_for_its_file(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    assert load_config(tmp_path).file == tmp_path / "kpikit.yml"


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "kpikit.yml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load_config(path).company == "Acme"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("de", "did you mean 'DE'?"),
        ("Germany", "did you mean 'DE'?"),
        ("DE-hh", "did you mean 'HH'?"),
        ("DE-ZZ", "must be DE or a part of it with holidays of its own: DE-BB"),
        ("XX", "must be a country code such as DE or DE-HH"),
    ],
)
def test_a_country_is_one_whose_holidays_are_known(tmp_path: Path, given: str, told: str) -> None:
    found = findings(tmp_path, f"country: {given}\n{GOOD}")
    assert told in found[f"country = '{given}'"][1]
    assert load_config(write(tmp_path, f"country: NO\n{GOOD}")).country == "NO"


def test_all_findings_come_at_once_with_their_lines(tmp_path: Path) -> None:
    found = findings(
        tmp_path,
        """\
        company: Acme
        timezone: Europe/Berln
        fiscal_year_start: 13
        curency: EUR
        bots:
          - id: help
            type: suport
            launch: 2026
            assumptions:
              contact_share: {value: 6}
              human_minutes: {value: 5, low: 6}
              chats_per_hour: {value: "four"}
          - id: help
            type: sales
        data:
          event: {files: events.csv}
          costs: {files: [], epoch: s}
        kpis: my_kpis.py
        """,
    )
    lines = {subject: line for subject, (line, _) in found.items()}
    assert lines == {
        "timezone = 'Europe/Berln'": 2,
        "fiscal_year_start = 13": 3,
        "curency = 'EUR'": 4,
        "bots[0].type = 'suport'": 7,
        "bots[0].launch = 2026": 8,
        "bots[0].assumptions.contact_share": 10,
        "bots[0].assumptions.human_minutes": 11,
        "bots[0].assumptions.chats_per_hour.value = 'four'": 12,
        "bots[1].id = 'help'": 13,
        "data": 15,
        "data.event": 16,
        "data.costs.files": 17,
        "data.costs.epoch = 's'": 17,
        "kpis = 'my_kpis.py'": 18,
    }
    assert "did you mean 'Europe/Berlin'?" in found["timezone = 'Europe/Berln'"][1]
    assert found["fiscal_year_start = 13"][1] == "must be at most 12"
    assert found["curency = 'EUR'"][1].endswith("did you mean 'currency'?")
    assert found["bots[0].type = 'suport'"][1].endswith("did you mean 'support'?")
    assert found["bots[1].id = 'help'"][1] == (
        "is the id of the bot in line 6, too: each needs its own"
    )
    assert found["data.event"][1].endswith("did you mean 'events'?")


@pytest.mark.parametrize(
    "bot_id",
    ["../up", "a/b", "a\\b", ".hidden", "dot.", "*", "portfolio", "Quality", "with space", "", "ö"],
)
def test_a_bot_id_that_could_not_name_a_folder_is_refused(tmp_path: Path, bot_id: str) -> None:
    found = findings(tmp_path, GOOD.replace("id: help", f"id: '{bot_id}'"))
    assert [line for line, _ in found.values()] == [4]


def test_a_number_as_id_must_be_quoted(tmp_path: Path) -> None:
    found = findings(tmp_path, GOOD.replace("id: help", "id: 0123"))
    assert found["bots[0].id = 123"] == (4, "must be text: write it in quotes")


def test_ids_that_differ_by_case_alone_would_share_a_folder(tmp_path: Path) -> None:
    bots = "bots:\n  - {id: HELP, type: sales}\n"
    found = findings(tmp_path, GOOD.replace("bots:\n", bots))
    assert found["bots[1].id = 'help'"][1].startswith("is 'HELP' of line 4 but for its case: ")


def test_shares_of_shared_costs_go_to_bots_and_add_up(tmp_path: Path) -> None:
    found = findings(tmp_path, GOOD + "shared_costs: {help: 0.5, hlp: 0.4}\n")
    assert found["shared_costs"] == (17, "the shares add up to 0.9, must be 1")
    assert "did you mean 'help'?" in found["shared_costs.hlp"][1]


def test_what_the_loader_sets_is_not_written(tmp_path: Path) -> None:
    assert "unknown key" in findings(tmp_path, "root: x\n" + GOOD)["root"][1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("# only a comment\n", "is empty"),
        ("- a\n- b\n", ":1: must be keys with values"),
        ("company: a\nbots:\n\t- id: x\n", ":3: column 1: not YAML: a tab; indent with spaces"),
        ("company: a\ncompany: b\n", ':2: column 1: not YAML: the same key "company" twice'),
        ("company: a\nbots: [a\ndata: 3\n", ":3: column 5: not YAML"),
        ("company: Acme: Help\n", "a text with a colon in it needs quotes"),
        ("company: @acme\n", "a text that begins with such a character needs quotes"),
        ("company: 'Acme's'\n", "a quote inside quotes is written twice"),
        ('company: "Acme\n', "a quote that was opened is never closed"),
        ("data: {events: {files: e.csv}\n", "a bracket that was opened is never closed"),
        ("company: a\n---\ncompany: b\n", ":2: column 1: not YAML: but found another document"),
        ("company: *a\n", "a text that begins with * needs quotes"),
        ("company: a\nx: \0\n", ":2: not YAML: the character U+0000, which no text should hold"),
        ("a: " + "[" * 30 + "]" * 30 + "\n", "nested too deeply"),
    ],
)
def test_what_is_no_configuration_says_so(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_config(write(tmp_path, text))
    assert said in str(caught.value)


def test_a_few_lines_that_stand_for_millions_of_values_are_refused(tmp_path: Path) -> None:
    names = "abcdefghi"
    lines = [f"a: &a [{', '.join('1' * 9)}]\n"]
    for before, name in itertools.pairwise(names):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n")
    with pytest.raises(UsageError, match="its aliases stand for more than 100,000 values"):
        load_config(write(tmp_path, "".join(lines)))


def test_aliases_that_say_a_thing_once_are_fine(tmp_path: Path) -> None:
    text = "&who Head of support"
    given = GOOD.replace("company: Acme", f"company: {text}", 1)
    assert load_config(write(tmp_path, given)).company == "Head of support"


@pytest.mark.parametrize("day", ["2026-02-30", "2026-8-1", "01.08.2026", "20260801", "soon"])
def test_a_day_that_is_none_has_its_line(tmp_path: Path, day: str) -> None:
    text = f"company: A\nbots:\n  - id: help\n    type: support\n    launch: {day}\n"
    found = findings(tmp_path, text + "data: {events: {files: e.csv}}\n")
    ((line, said),) = [one for key, one in found.items() if key.startswith("bots[0].launch")]
    assert (line, said) == (5, "must be a date such as 2026-10-31")


def test_a_day_is_read_as_one(tmp_path: Path) -> None:
    text = "company: A\nbots: [{id: help, type: support, launch: 2026-08-01}]\n"
    config = load_config(write(tmp_path, text + "data: {events: {files: e.csv}}\n"))
    assert config.bots[0].launch == dt.date(2026, 8, 1)


def test_an_id_that_is_no_text_is_one_finding(tmp_path: Path) -> None:
    text = "company: A\nbots: [{id: 7, type: sales}, {type: sales}]\n"
    found = findings(tmp_path, text + "data: {events: {files: e.csv}}\n")
    assert set(found) == {"bots[0].id = 7", "bots[1].id"}


@pytest.mark.parametrize("name", ["Ac\\x07me", "Ac\\0me", "Ac\\x1b[31mme"])
def test_a_name_that_no_slide_can_show_is_refused(tmp_path: Path, name: str) -> None:
    found = findings(tmp_path, GOOD.replace("company: Acme", f'company: "{name}"', 1))
    assert any("must not hold the character U+00" in said for _, said in found.values())


def test_reports_need_a_folder(tmp_path: Path) -> None:
    assert findings(tmp_path, GOOD + "reports: ''\n") == {"reports = ''": (17, "must not be empty")}


def test_a_missing_file_names_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no such file; `kpikit init DIR`"):
        load_config(tmp_path / "other.yml")


def test_bytes_that_are_no_text_are_placed(tmp_path: Path) -> None:
    path = tmp_path / "kpikit.yml"
    path.write_bytes(b"company: a\n# caf\xe9\n")
    with pytest.raises(UsageError, match=r"kpikit.yml:2: not UTF-8"):
        load_config(path)
