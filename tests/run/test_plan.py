from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kpikit.check import Flag
from kpikit.errors import DataError, UsageError
from kpikit.run import Plan, describe, make_plan, refuse_faults
from tests.run.stand_in import StandIn, notebook, project

if TYPE_CHECKING:
    from pathlib import Path


def planned(at: StandIn, cadence: str = "monthly", **options: Any) -> Plan:
    opened: Any = at
    path = notebook(at.config.root / "small.ipynb")
    return make_plan(opened, cadence, notebook=path, **options)


def test_the_default_is_the_last_period_that_ended(tmp_path: Path) -> None:
    at = project(tmp_path)
    assert planned(at).period.id == "2026-09"
    quarterly = planned(at, "quarterly")
    assert quarterly.period.id == "2026-Q3"
    assert quarterly.deck
    assert not planned(at).deck


def test_nothing_is_written(tmp_path: Path) -> None:
    describe(planned(project(tmp_path)))
    assert [path.name for path in tmp_path.iterdir()] == ["small.ipynb"]


def test_the_plan_names_every_file(tmp_path: Path) -> None:
    plan = describe(planned(project(tmp_path), "quarterly"))
    assert plan["writes"] == [
        *("pricing/report.html", "pricing/report.ipynb", "pricing/digest.md", "pricing/deck.pptx"),
        *("help/report.html", "help/report.ipynb", "help/digest.md", "help/deck.pptx"),
        "portfolio/deck.pptx",
        "portfolio/digest.md",
    ]
    assert plan["there_already"] is False
    assert plan["ended"] is True


def test_a_period_that_has_not_begun_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has not begun; the last month that ended is 2026-09"):
        planned(project(tmp_path), period="2026-11")


def test_the_plan_says_when_the_period_had_not_ended(tmp_path: Path) -> None:
    early = replace(project(tmp_path), as_of=dt.datetime(2026, 9, 20, tzinfo=dt.UTC))
    assert describe(planned(early))["ended"] is False


@pytest.mark.parametrize(
    ("cadence", "period", "said"),
    [
        ("monthly", "2026-Q3", "2026-Q3 is no month: monthly reports are of a month, as 2026-09"),
        (
            "quarterly",
            "2026-09",
            "2026-09 is no quarter: quarterly reports are of a quarter, as 2026-Q3",
        ),
        ("montly", None, "did you mean 'monthly'"),
        ("monthly", "2026-9", "did you mean '2026-09'"),
    ],
)
def test_a_wrong_cadence_or_period_is_refused(
    tmp_path: Path, cadence: str, period: str | None, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        planned(project(tmp_path), cadence, period=period)


def test_unknown_bots_are_refused_all_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        planned(project(tmp_path), bots=["hlp", "nobody", "help"])
    lines = str(caught.value).splitlines()
    assert "'hlp'" in lines[0]
    assert "did you mean 'help'?" in lines[0]
    assert "'nobody'" in lines[1]


def test_a_period_without_any_conversation_is_refused_with_the_span(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="conversations run from 2026-09-09 to 2026-09-09"):
        planned(project(tmp_path), period="2026-08")


def test_a_notebook_that_does_not_take_the_parameters_is_refused(tmp_path: Path) -> None:
    at: Any = project(tmp_path)
    path = notebook(tmp_path / "other.ipynb")
    path.write_text(path.read_text().replace("bot = ", "chatbot = "))
    with pytest.raises(UsageError, match="parameter 'bot' is unknown"):
        make_plan(at, "monthly", notebook=path)


def test_the_run_id_follows_inputs_configuration_and_options(tmp_path: Path) -> None:
    at = project(tmp_path)
    base = planned(at).run_id
    assert base.startswith("20261003T060000Z-")
    assert planned(at, jobs=2).run_id == base
    other_zone = at.config.model_copy(update={"timezone": "Europe/Berlin"})
    others = [
        planned(replace(at, sha256="1")),
        planned(replace(at, config=other_zone)),
        planned(at, bots=["help"]),
        planned(at, deck=True),
    ]
    assert len({base, *(plan.run_id for plan in others)}) == 5


def test_a_strict_run_stops_for_what_is_serious(tmp_path: Path) -> None:
    light = Flag("volume", "help", "help: fewer than usual")
    grave = Flag("freshness", "deals", "deals: the newest row is old", serious=True)
    light_alone = planned(replace(project(tmp_path), flagged=(light,)))
    assert refuse_faults(light_alone, strict=True) is None
    plan = planned(replace(project(tmp_path), flagged=(grave, light)))
    assert describe(plan)["warnings"] == [grave.text, light.text]
    assert refuse_faults(plan, strict=False) is None
    with pytest.raises(DataError, match=r"nothing was made, because\n  deals: the newest") as error:
        refuse_faults(plan, strict=True)
    assert "fewer" not in str(error.value)


def test_no_run_is_made_of_what_is_left_of_a_table_unless_it_is_told_so(tmp_path: Path) -> None:
    text = "events: 63 of 100 rows were set aside"
    flag = Flag("rejected", "events", text, serious=True, ruinous=True)
    plan = planned(replace(project(tmp_path), flagged=(flag,)))
    with pytest.raises(DataError, match="mend the data, or run with --accept-losses$"):
        refuse_faults(plan, strict=False)
    assert refuse_faults(plan, strict=False, lossy=True) is None
    with pytest.raises(DataError, match="run without --strict and with `stale: warn`$"):
        refuse_faults(plan, strict=True, lossy=True)
