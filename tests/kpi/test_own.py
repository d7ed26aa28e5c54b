"""KPIs from a project's own files; what is wrong with one is said with its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from kpikit.errors import UsageError
from kpikit.kpi import load_own_kpis, own_kpis, registry
from kpikit.periods import Calendar
from kpikit.results import build_results
from tests.evaluate.world import config, figure, figures, talk, utc, world

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """
import polars as pl
from kpikit.kpi import Band, Count, Derived, Priced, Ratio, kpi, over, part, value
"""
NIGHT = (
    HEAD
    + '''
@kpi(title="Night share", formula="started before six / conversations", fact="conversations",
     stage="engagement", category="experience", unit="share", better="down",
     bands={"*": Band(good_high=0.2)})
def night_share():
    """Conversations that started before six in the morning, over all conversations."""
    return Ratio(pl.col("started_at").dt.hour() < 6)

@kpi(title="Nights an hour", formula="night conversations / engaged", stage="engagement",
     category="experience", unit="ratio")
def night_per_engaged():
    """Night conversations over engaged ones."""
    return over(part("night_share", "numerator"), value("engaged_conversations"),
                n=part("engaged_conversations", "n"))
'''
)


def own_file(directory: Path, text: str, name: str = "my_kpis.py") -> Path:
    path = directory / name
    path.write_text(text)
    return path


def test_an_own_kpi_is_evaluated_like_any_other(tmp_path: Path) -> None:
    loaded = load_own_kpis([own_file(tmp_path, NIGHT)])
    assert [kpi.id for kpi in loaded] == ["night_share", "night_per_engaged"]
    rows = [talk("a", "2026-03-05 02:00", engaged=True), talk("a", "2026-03-05 12:00")]
    facts = world(conversations=[*rows, talk("b", "2026-03-05 03:00", engaged=True)])
    # Launched long before: its first thirty days are no longer judged.
    project = config({"id": "a", "launch": "2025-01-01"})
    found = build_results(facts, project, period=Calendar().parse("2026-03"), now=utc("2026-05-01"))
    row = found.filter(
        pl.col("kpi") == "night_share", pl.col("period") == "2026-03", pl.col("bot_id") == "a"
    ).row(0, named=True)
    assert (row["value"], row["n"], row["verdict"], row["good_high"]) == (0.5, 2, "watch", 0.2)
    both = figures(facts, config(), "2026-03")
    assert figure(both, "*", "night_per_engaged")["value"] == 1.0
    assert registry()["night_share"](facts.conversations).row(0, named=True)["n"] == 3


def test_another_project_has_none_of_them(tmp_path: Path) -> None:
    load_own_kpis([own_file(tmp_path, NIGHT)])
    assert load_own_kpis([]) == ()
    assert "night_share" not in registry()


def test_loading_again_replaces_them(tmp_path: Path) -> None:
    path = own_file(tmp_path, NIGHT)
    load_own_kpis([path])
    path.write_text(NIGHT.replace("hour() < 6", "hour() < 7"))
    load_own_kpis([path])
    assert len(own_kpis()) == 2


TAKEN = NIGHT.replace("def night_share", "def csat")
WRONG = {
    "import nothing_of_the_kind": r"my_kpis.py:1: ModuleNotFoundError",
    "x = (": r"my_kpis.py:1: SyntaxError",
    HEAD + "\n1 / 0": r"my_kpis.py:5: ZeroDivisionError",
    TAKEN: r"my_kpis.py:5: KPI csat is declared twice",
    NIGHT.replace('"""Conversations that', 'x = """Conversations that'): "KPI night_share: docstr",
    NIGHT.replace('fact="conversations"', 'fact="conversation"'):
        r"fact == 'conversation', must be one of .*did you mean 'conversations'",
    NIGHT.replace("def night_share", "def period"): r"KPI period: this name is a column",
    NIGHT.replace("return Ratio(", "return str("): "KPI night_share: returns .*, must return",
    NIGHT.replace("return Ratio(", "return Rato("): r"my_kpis.py:10: KPI night_share: NameError",
    NIGHT.replace('fact="conversations",\n', "\n"): "KPI night_share: fact == 'derived', mus",
    NIGHT.replace('part("night_share"', 'part("night_shar"'):
        r"KPI night_per_engaged: no KPI has the id 'night_shar' - did you mean 'night_share'",
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG, ids=[said[:40] for said in WRONG.values()])
def test_what_is_wrong_is_said_with_its_file_and_kpi(tmp_path: Path, text: str) -> None:
    before = [kpi.id for kpi in registry()]
    with pytest.raises(UsageError, match=WRONG[text]) as raised:
        load_own_kpis([own_file(tmp_path, text)])
    assert str(tmp_path) in str(raised.value)
    assert [kpi.id for kpi in registry()] == before


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"mine.py: no such Python file"):
        load_own_kpis([tmp_path / "mine.py"])


def test_a_column_that_no_conversation_has_is_said_when_evaluated(tmp_path: Path) -> None:
    load_own_kpis([own_file(tmp_path, NIGHT.replace('"started_at"', '"startd_at"'))])
    with pytest.raises(UsageError, match=r"my_kpis.py: KPI night_share: column 'startd_at'.*mean"):
        figures(world(), config(), "2026-03")


CIRCLE = HEAD + "".join(
    f'''
@kpi(title="T", formula="f", stage="outcomes", category="cost", unit="count")
def {name}():
    """One of two."""
    return Derived(value("{other}") + 1)
'''
    for name, other in (("hen", "egg"), ("egg", "hen"))
)


def test_kpis_that_need_each_other_are_refused(tmp_path: Path) -> None:
    load_own_kpis([own_file(tmp_path, CIRCLE)])
    with pytest.raises(UsageError, match="KPI hen is computed from itself: hen -> egg -> hen"):
        figures(world(), config(), "2026-03")


def test_an_expression_that_fails_names_its_kpi(tmp_path: Path) -> None:
    text = CIRCLE.replace('value("egg") + 1', 'value("csat").str.to_uppercase()')
    load_own_kpis([own_file(tmp_path, text.replace('value("hen")', 'value("csat")'))])
    with pytest.raises(UsageError, match=r"my_kpis.py: KPI hen: "):
        figures(world(), config(), "2026-03")
