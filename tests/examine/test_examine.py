"""Findings are written by hand from the file texts; lines are counted in them."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from kpikit.errors import UsageError
from kpikit.examine import examined
from kpikit.kpi import own_kpis

if TYPE_CHECKING:
    from pathlib import Path

DATA = ("e.csv", "l.csv")
GOOD = """\
company: Acme
bots: [{id: help, type: support}]
data: {events: {files: e.csv}}
"""


def findings(folder: Path, text: str) -> list[str]:
    """What is said about a wrong file, each without the folder, as "line: subject: allowed"."""
    (folder / "kpikit.yml").write_text(textwrap.dedent(text))
    for name in DATA:
        (folder / name).touch()
    with pytest.raises(UsageError) as caught:
        examined(folder)
    head, *lines = str(caught.value).splitlines()
    assert head.endswith(f"{len(lines)} finding{'s' if len(lines) > 1 else ''}")
    return [line.strip().removeprefix(f"{folder / 'kpikit.yml'}:") for line in lines]


def test_every_kind_of_fault_comes_in_one_round(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("import nothing_of_the_kind\n")
    found = findings(
        tmp_path,
        """\
        company: Acme
        timezone: Europe/Berln
        bots:
          - id: help
            type: support
            targets: {csta: {value: 0.8}, containment_rate: {value: 80}}
            headline: [contanment_rate]
        data:
          events:
            files: e.csv
            rename: {msg: txt}
            values: {outcome: {solved: resolved}}
        kpis: [mine.py]
        """,
    )
    said = [
        ("2: timezone = 'Europe/Berln'", "did you mean 'Europe/Berlin'?"),
        ("6: bots[0].targets.containment_rate.value = 80", "did you mean 0.8?"),
        ("6: bots[0].targets.csta", "did you mean 'csat'?"),
        ("7: bots[0].headline[0]", "did you mean 'containment_rate'?"),
        ("11: data.events.rename.msg = 'txt'", "did you mean 'text'?"),
        ("12: data.events.values.outcome.solved = 'resolved'", "did you mean 'resolved_by_bot'?"),
        ("13: kpis[0] = 'mine.py'", "No module named 'nothing_of_the_kind'"),
    ]
    assert len(found) == len(said)
    for line, (start, end) in zip(found, said, strict=True):
        assert line.startswith(f"{start}: ")
        assert line.endswith(end)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("values: {kind: {a: anwser}}", "must be one of greeting, filler, answer, fallback - did"),
        ("values: {is_test: {prod: maybe}}", "must be true or false, yes or no, 1 or 0"),
        ("values: {csat_score: {good: 7}}", "must be from 1 to 5"),
        ("values: {resolved_at: {never: soon}}", "must be a timestamp, ISO 8601"),
        ("values: {name: {started: chat.session_start}}", "did you mean 'chat.session_started'?"),
        ("constant: {direction: incoming}", "must be one of inbound, outbound"),
        ("default: {lead_score: high}", "must be a number such as 125000 or 0.5"),
        ("constant: {ts: 2026-10-31}\n    dates: {ts: {format: '%d.%m.%Y'}}",
         "must be a timestamp, written as %d.%m.%Y"),
        ("dates: {ts: {format: '%d.%m'}}", "must hold a year, such as %d/%m/%Y %H:%M"),
        ("rename: {rating: csat}", "did you mean 'csat_score'?"),
        ("rename: {sess: session}", "did you mean 'session_id'?"),
        ("rename: {ts: when}", "rename is {their column: our column}: {when: ts}"),
        ("hashed: [usr_id]", "did you mean 'user_id'?"),
        ("from_path: '(?P<bot>[^/]+)/(?P<botid>x)'", "did you mean 'bot_id'?"),
    ],
)  # fmt: skip
def test_a_value_that_every_row_would_fail_on_is_found_first(
    tmp_path: Path, source: str, said: str
) -> None:
    text = GOOD.replace(
        "data: {events: {files: e.csv}}", f"data:\n  events:\n    files: e.csv\n    {source}"
    )
    (line,) = findings(tmp_path, text)
    assert line.startswith("5: data.events.") or line.startswith("6: data.events.")
    assert said in line


def test_files_that_are_not_there_come_along(tmp_path: Path) -> None:
    """A wrong file is mended in one round; alone they are for those who read the data."""
    lookup = "{by: a, value: b, files: nope/x.csv}"
    text = GOOD.replace("files: e.csv", f"files: [e.csv, ee.csv], lookup: {{user_id: {lookup}}}")
    (tmp_path / "kpikit.yml").write_text(text)
    assert examined(tmp_path).timezone == "UTC"
    second, lookup, zone = findings(tmp_path, text + "timezone: Mars\n")
    assert zone.startswith("4: timezone = 'Mars'")
    assert second.startswith("3: data.events.files[1]: no file matches 'ee.csv' in ")
    assert second.endswith("did you mean 'e.csv'?")
    assert lookup.startswith("3: data.events.lookup.user_id.files: no file matches 'nope/x.csv'")


@pytest.mark.parametrize(
    "source",
    [
        "values: {outcome: {solved: resolved_by_bot, gone: null, '*': escalated}}",
        "values: {is_test: {prod: false, staging: 'yes'}, csat_score: {good: 5, bad: 1}}",
        "constant: {bot_id: help, ts: 2026-10-31, is_test: true}",
        "default: {resolved_at: 31.10.2026}\n    dates: {resolved_at: {format: '%d.%m.%Y'}}",
        "values: {user_id: {a: b}}\n    hashed: [user_id]",
    ],
)
def test_values_a_column_can_hold_are_no_findings(tmp_path: Path, source: str) -> None:
    text = GOOD.replace(
        "data: {events: {files: e.csv}}", f"data:\n  events:\n    files: e.csv\n    {source}"
    )
    (tmp_path / "kpikit.yml").write_text(text)
    assert examined(tmp_path).company == "Acme"


def test_columns_of_the_projects_own_are_columns(tmp_path: Path) -> None:
    """Also where the file is wrong elsewhere."""
    text = GOOD.replace(
        "{events: {files: e.csv}}",
        "{events: {files: e.csv}, leads: {files: l.csv, rename: {Job: job, Demo: demo_at}}}",
    )
    whole = text + "qualifying_fields: [job]\nnext_step: demo_at\n"
    (tmp_path / "kpikit.yml").write_text(whole)
    assert examined(tmp_path).next_step == "demo_at"
    assert [line[:2] for line in findings(tmp_path, whole + "currency: euro\n")] == ["6:"]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("csat_score", "of which csat, csat_response_rate, csat_mean, csat_tickets can be made"),
        ("conversion", "did you mean 'conversion_rate'?"),
        ("Containment-Rate", "did you mean 'containment_rate'?"),
        ("fcr", "`kpikit kpis` lists them"),
    ],
)
def test_a_kpi_that_is_nearly_right_is_found(tmp_path: Path, word: str, said: str) -> None:
    """Wherever the file names one."""
    bot = f"{{id: help, type: support, headline: [{word}], targets: {{{word}: {{value: 1}}}}}}"
    text = GOOD.replace("{id: help, type: support}", bot) + f"targets: {{{word}: {{value: 1}}}}\n"
    found = findings(tmp_path, text)
    assert [line.split(":")[0] for line in found] == ["2", "2", "4"]
    assert all(line.endswith(said) for line in found)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("timezon: UTC", "did you mean 'timezone'?"),
        ("target: {}", "did you mean 'targets'?"),
        ("currncy: EUR", "did you mean 'currency'?"),
        ("windows: {ticket_day: 7}", "did you mean 'ticket_days'?"),
        ("windows: {min-cell: 7}", "did you mean 'min_cell'?"),
    ],
)
def test_a_key_that_is_nearly_right_is_found(tmp_path: Path, line: str, said: str) -> None:
    (found,) = findings(tmp_path, f"{GOOD}{line}\n")
    assert found.startswith("4: ")
    assert found.endswith(said)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("containment_rate: {value: 80}",
         "value = 80: is a share: must be from 0 to 1 - did you mean 0.8?"),
        ("containment_rate: {value: 800}", "value = 800: is a share: must be from 0 to 1"),
        ("containment_rate: {value: -0.1}", "value = -0.1: is a share: must be from 0 to 1"),
        ("escalation_rate: {low: 10, high: 25}", "high = 25"),
        ("time_to_resolution_s: {value: -5}", "value = -5: is a duration: must be 0 or more"),
        ("nps: {value: 140}", "value = 140: must be from -100 to 100"),
        ("csat_mean: {value: 90}", "value = 90: must be from 1 to 5"),
        ("tickets_per_1000_visitors: {value: 4000}", "value = 4000: must be from 0 to 1000"),
        ("sales_cycle_reduction_pct: {value: 30}", "must be at most 1 - did you mean 0.3?"),
        ("conversations: [{value: -1, per: week}, {value: 9}]", "value = -1: must be 0 or more"),
    ],
)  # fmt: skip
def test_a_target_that_its_kpi_can_never_be_is_refused(
    tmp_path: Path, target: str, said: str
) -> None:
    line = findings(tmp_path, GOOD + f"targets:\n  {target}\n")[0]
    assert line.startswith("5: targets.")
    assert said in line


@pytest.mark.parametrize(
    "target",
    [
        "containment_rate: {value: 1}", "nps: {value: -20}", "roi: {value: -0.5}",
        "sales_cycle_reduction_days: {value: -3}", "net_value: {value: -1000}",
        "payback_multiple: {value: 50}", "conversations: {value: 80}",
    ],
)  # fmt: skip
def test_a_target_in_reach_is_none(tmp_path: Path, target: str) -> None:
    (tmp_path / "kpikit.yml").write_text(GOOD + f"targets:\n  {target}\n")
    assert examined(tmp_path).targets


OWN = '''\
from kpikit.kpi import Band, Ratio, kpi, value, over
import polars as pl

@kpi(title="Night share", formula="a / b", fact="conversations", stage="engagement",
     category="experience", unit="share", better="down", bands={"*": Band(good_high=0.2)})
def night_share():
    """Night conversations over all."""
    return Ratio(pl.col("started_at").dt.hour() < 6)
'''


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"started_at"', '"startd_at"',
         "8: KPI night_share: column 'startd_at' == missing, must be a column of conversations - "
         "did you mean 'started_at'?"),
        ('"started_at").dt.hour() < 6', '"intent") > 6', "6: KPI night_share: ComputeError: "
         "cannot compare string with numeric type"),
        ("good_high=0.2", "good_high=20",
         "5: KPI night_share: good_high == 20: is a share: must be from 0 to 1 - "
         "did you mean 0.2?"),
        ("return Ratio(", "return Ratoi(", "8: KPI night_share: NameError: name 'Ratoi' is not "
         "defined - did you mean 'Ratio'?"),
        ("pl.col(", "pl.colum(", "8: KPI night_share: AttributeError: module 'polars' has no "
         "attribute 'colum' - did you mean 'col'?"),
        ("title=", "titel=", "4: TypeError: kpi() got an unexpected keyword argument 'titel' - did "
         "you mean 'title'?"),
        ("import Band, Ratio", "import Bnad, Ratio", "1: ImportError: cannot import name 'Bnad'"),
        ('fact="conversations"', 'fact="conversation"', "4: KPI night_share: fact == "
         "'conversation', must be one of"),
        ("return Ratio(", "return (", "8: KPI night_share: returns "),
        ("return", "retrun", "8: SyntaxError"),
        ("import polars", "raise SystemExit; import polars", "2: leaves with sys.exit: declare"),
    ],
)  # fmt: skip
def test_an_own_kpi_that_cannot_be_is_found_without_data(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    (tmp_path / "mine.py").write_text(OWN.replace(old, new))
    text = GOOD + "kpis: mine.py\ntargets: {night_share: {value: 0.1}}\n"
    (line,) = findings(tmp_path, text)
    assert line.startswith(f"4: kpis = 'mine.py': {tmp_path / 'mine.py'}:{said}")
    assert own_kpis() == ()


def test_faults_of_several_own_files_come_together(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(OWN.replace('"started_at"', '"startd_at"'))
    (tmp_path / "b.py").write_text("1 / 0\n")
    lines = findings(tmp_path, GOOD + "kpis:\n  - a.py\n  - none.py\n  - b.py\n")
    assert [line[:7] for line in lines] == ["5: kpis", "6: kpis", "7: kpis"]
    assert "no such file" in lines[1]
    assert "b.py:1: ZeroDivisionError" in lines[2]


def test_kpis_that_need_each_other_are_found_without_data(tmp_path: Path) -> None:
    circle = "".join(
        f'''
@kpi(title="T", formula="f", stage="outcomes", category="cost", unit="count")
def {name}():
    """One of two."""
    return over(value("{other}"), value("conversations"), n=None)
'''
        for name, other in (("hen", "egg"), ("egg", "hen"))
    )
    (tmp_path / "mine.py").write_text(OWN + circle)
    lines = findings(tmp_path, GOOD + "kpis: mine.py\n")
    assert any("KPI hen is computed from itself: hen -> egg -> hen" in line for line in lines)
    assert not any("night_share" in line for line in lines)


def test_own_kpis_that_are_sound_join_the_others(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(OWN)
    (tmp_path / "kpikit.yml").write_text(GOOD + "kpis: mine.py\n")
    examined(tmp_path)
    assert [kpi.id for kpi in own_kpis()] == ["night_share"]
