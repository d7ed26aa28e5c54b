"""Every number of every sentence is read back and found in the results or the context."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kpikit import findings
from kpikit.deck import build_deck
from kpikit.findings.figure import OF_VALUE, Figure
from kpikit.report import open_report
from kpikit.results import RESULTS
from kpikit.snapshot import Snapshot
from tests.deck.reading import titles
from tests.findings.readback import Reader, numbers, pattern, unproven
from tests.findings.sentences import declared, everything, said, unasked
from tests.sample import snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.view import View

NBSP = "\u00a0"
BOTS = ("pricing", "help", "quiet", "hostile", "*")


def faults(view: View) -> list[str]:
    """What is said of a view that its figures do not say, with where it comes from."""
    whole, names, found = Reader(everything(view)), pattern(declared(view)), []
    for one in said(view):
        own = Reader(one.figures) if one.figures else whole
        strange = unproven(one.text, own, names)
        if strange:
            place = f"{one.source} of {view.bot.id} in {view.period}"
            found.append(f"{place}: {', '.join(strange)} has no source in: {one.text}")
    return found


def altered(factor: float, seed: int) -> Snapshot:
    """The sample with every number of every KPI changed by a factor of its own."""
    sample = snapshot(intervals=True)
    own = pl.concat_str("kpi", pl.lit(str(seed))).hash(7) % 1000 / 1000
    times = 1 + factor * own
    change = [(pl.col(name) * times).alias(name) for name in OF_VALUE if name != "target"]
    numerators = (pl.col("numerator") * times).round().alias("numerator")
    frame = sample.results.with_columns(*change, numerators).cast(dict(RESULTS))
    return Snapshot(frame, sample.context)


def test_a_number_is_read_as_a_person_reads_it() -> None:
    text = f"54.6 to 57.4%, −3 to 7{NBSP}days; €104.9k, −€62.0k and CHF{NBSP}2.00m; 3.5×, 1,204"
    found = [(number.value, number.half, number.unit) for number in numbers(text)]
    assert found == [
        (0.546, 0.0005, "share"), (0.574, 0.0005, "share"),
        (-3.0, 0.5, "days"), (7.0, 0.5, "days"),
        (104_900.0, 50.0, "money"), (-62_000.0, 50.0, "money"), (2_000_000.0, 5_000.0, "money"),
        (3.5, 0.05, "ratio"), (1204.0, 0.5, "count"),
    ]  # fmt: skip
    assert [number.value for number in numbers("Seven days of the two")] == [7.0, 2.0]


@pytest.mark.parametrize(
    ("text", "value", "unit", "wrong"),
    [
        ("it is 64.1% now", 0.6406, "share", []),
        ("it is 64.1% now", 0.6416, "share", ["64.1%"]),
        ("it is 64.1% now", 64.1, "count", ["64.1%"]),  # another unit
        ("fell by €769", -769.4, "money", []),  # the word says which way
        ("it is −€769", 769.4, "money", ["−€769"]),
        ("seven of them", 7, "count", []),
        ("seven of them", 8, "count", ["seven"]),
        ("slowest 1 % took 7 seconds", 7.0, "seconds", ["1 %"]),
    ],
)
def test_a_number_that_was_written_from_something_else_is_found(
    text: str, value: float, unit: str, wrong: list[str]
) -> None:
    found = unproven(text, Reader([Figure(value, unit, "by hand")]))
    assert [one.strip() for one in found] == [one.split()[0] for one in wrong]
    assert not unproven("slowest 1 %", Reader([]), pattern(["slowest 1 %"]))


def test_every_sentence_is_asked_for() -> None:
    """Add an adapter to tests/findings/sentences.py for a function that is named here."""
    assert unasked() == set()


@pytest.mark.parametrize("intervals", [False, True], ids=["plain", "intervals"])
@pytest.mark.parametrize("bot", BOTS)
def test_every_number_said_of_the_sample_has_a_source(bot: str, *, intervals: bool) -> None:
    assert faults(snapshot(intervals=intervals).view(bot)) == []


# Without shrinking: a smaller factor tells nothing more, and each try renders every sentence.
@settings(max_examples=6, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(st.floats(-0.9, 3.0, allow_nan=False), st.integers(0, 99), st.sampled_from(BOTS))
def test_whatever_the_numbers_are_the_sentences_say_them(
    factor: float, seed: int, bot: str
) -> None:
    assert faults(altered(factor, seed).view(bot)) == []


def test_a_sentence_of_other_numbers_is_not_proven() -> None:
    """The verdict of the sample against the results with everything a third larger."""
    before = findings.verdict(snapshot().view("pricing"))
    after = findings.verdict(altered(1.0, 3).view("pricing"))
    assert before.title != after.title
    names = pattern(declared(snapshot().view("pricing")))
    assert unproven(before.title, Reader(before.figures), names) == []
    assert unproven(before.title, Reader(after.figures), names) == ["$98.3k", "71.2%"]


@pytest.mark.slow
@pytest.mark.parametrize("cadence", ["weekly", "monthly", "quarterly"])
def test_every_number_said_of_the_demo_has_a_source(cadence: str, tmp_path: Path) -> None:
    portfolio = open_report(bot="*", cadence=cadence).view
    for bot in ("*", *(info.id for info in portfolio.context.bots)):
        view = portfolio.other(bot)
        assert faults(view) == []
        path = build_deck(view, tmp_path / f"{len(bot)}.pptx")
        own = [figure for one in said(view) for figure in one.figures]
        whole, names = Reader([*everything(view), *own]), pattern(declared(view))
        wrong = {title: unproven(title, whole, names) for title in titles(path)}
        assert {title: found for title, found in wrong.items() if found} == {}
