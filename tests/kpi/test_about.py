"""What a KPI says of itself: in words, in a notebook, and when its meaning changed."""

from __future__ import annotations

import datetime as dt
import inspect
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

import kpikit as kk
from kpikit.errors import UsageError
from kpikit.freeze import DECLARED
from kpikit.kpi import Band, Break, Count, Kpi, frozen_kpi, kpi, registry
from kpikit.kpi.about import about, entry, final, judged, page, unbanded


def declared(**fields: Any) -> Kpi:
    """A KPI that stays out of the registry."""
    given = {"title": "T", "formula": "f", "stage": "quality", "category": "cost", "unit": "share"}

    def share_of_tests() -> Count:
        """Say what it is."""
        return Count()

    made = kpi(**(given | {"fact": "conversations"} | fields))(share_of_tests)
    registry().discard(made.id)
    return made


def words(one: Kpi) -> dict[str, tuple[str, ...]]:
    return {trait.name: trait.words for trait in about(one)}


@pytest.mark.parametrize(
    ("better", "band", "text"),
    [
        ("up", Band(0.05, 0.15, bad_high=0.03), "good from 5.0%; bad below 3.0%; watch between"),
        ("up", Band(0.6, 0.8), "good from 60.0%; else watch"),
        ("up", Band(0, bad_high=0), "good from 0.0%; bad below 0.0%"),
        ("down", Band(good_high=0.02, bad_low=0.05),
         "good up to 2.0%; bad above 5.0%; watch between"),
        ("down", Band(good_high=0.04), "good up to 4.0%; else watch"),
        ("band", Band(0.15, 0.3), "good from 15.0 to 30.0%; else watch"),
        ("band", Band(0.4, 0.7, bad_low=0.7, bad_high=0.4),
         "good from 40.0 to 70.0%; bad below 40.0% or above 70.0%"),
        ("band", Band(0.4, 0.7, bad_low=0.8),
         "good from 40.0 to 70.0%; bad above 80.0%; watch between"),
    ],
)  # fmt: skip
def test_a_band_in_words(better: Any, band: Band, text: str) -> None:
    assert judged(declared(better=better), band) == text


def test_a_band_names_its_source_and_the_range_it_gives() -> None:
    assert words(registry()["containment_rate"])["Band"] == (
        "support bots: good from 60.0%; else watch (Chatmount: 60.0 to 80.0%)",
        "sales bots: good from 30.0%; else watch (Chatmount: 30.0 to 50.0%)",
        "other types of bot: the guides give none",
    )
    assert words(registry()["lead_capture_rate"])["Band"][1].startswith("pricing pages: good from")
    assert words(registry()["hallucination_rate"])["Band"] == (
        "every bot: good up to 2.0%; bad above 5.0%; watch between (Chatmount)",
    )


def test_without_a_band_it_says_why() -> None:
    assert unbanded(declared(better="up")) == "the guides give none: set a target"
    assert unbanded(declared(unit="count")).startswith("a count grows with the traffic")
    assert unbanded(declared()) == "it is a reference and judges nothing by itself"
    assert unbanded(declared(better="up", bands={"*": Band(0.5)})) == ""
    assert words(declared(better="up", unbanded="since"))["Band"] == ("none (since)",)


def test_a_figure_is_final_when_all_it_is_made_of_is() -> None:
    assert final(registry()["conversations"]) == "once the period has ended"
    assert final(registry()["cost_per_resolution"]).startswith("once tickets and returns")
    # The headline method books revenue; the expected one would wait for deals.
    assert final(registry()["net_incremental_revenue"]) == "once the period has ended"


def test_a_composed_figure_needs_what_its_parts_need() -> None:
    needs = words(registry()["payback_multiple"])["Needs"][0].split(", ")
    assert {"deals", "leads", "deals.amount", "orders", "orders.session_id", "costs"} == set(needs)


def test_one_sentence_or_several_in_their_order() -> None:
    assert words(declared(advice="Look."))["When it is bad"] == ("Look.",)
    assert words(declared(advice=("One.", "Two.")))["When it is bad"] == ("1. One.", "2. Two.")


# --- in a notebook, in the docs ---


def test_the_help_of_a_notebook_is_the_definition_with_advice() -> None:
    text = inspect.getdoc(kk.hallucination_rate) or ""
    assert text.startswith("Hallucination rate\n\nAnswers a reviewer found factually wrong")
    assert "Formula:\n  weight of answers that failed review" in text
    assert "  1. See whether retrieval found the right passage." in text
    assert repr(kk.csat) == "<KPI csat: CSAT (share), of facts.ratings>"
    assert repr(kk.roi) == "<KPI roi: Return on investment (ratio), take it from the results>"


def test_a_notebook_shows_a_table_in_which_nothing_is_markup() -> None:
    made = declared(title="<b>T</b>", advice="a < b.")
    assert made._repr_html_() == page(made)
    assert "<h3>&lt;b&gt;T&lt;/b&gt;</h3>" in page(made)
    assert "a &lt; b." in page(made)


def test_an_entry_of_the_docs_links_the_companions() -> None:
    text = entry(registry()["deflection_gap"])
    assert "- **Read with**: [Resolution rate](#resolution_rate), [Containment" in text
    assert "\n    1. Fix the intents" in text


# --- changes of meaning ---


def test_a_break_is_a_dated_change_of_meaning() -> None:
    made = declared(version=3, history=("2026-02-01: closed ones", "2026-10-01: rated ones"))
    assert made.breaks == (
        Break(dt.date(2026, 2, 1), 2, "closed ones"),
        Break(dt.date(2026, 10, 1), 3, "rated ones"),
    )
    assert words(made)["Version"] == ("3", "2026-02-01: closed ones", "2026-10-01: rated ones")


@pytest.mark.parametrize(
    ("version", "history"),
    [
        (2, ()),
        (1, ("2026-10-01: changed",)),
        (2, ("changed in October",)),
        (3, ("2026-10-01: second", "2026-02-01: first")),
    ],
)
def test_a_version_without_its_day_is_refused(version: int, history: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="KPI share_of_tests: .*history must have an entry such"):
        declared(version=version, history=history)


# --- known from a snapshot alone ---


def test_a_frozen_kpi_tells_what_was_frozen() -> None:
    made = declared(
        advice=("One.", "Two."), misread="Not this.", area="business", version=2,
        history=("2026-10-01: changed",),
    )  # fmt: skip
    record = {name: getattr(made, name) for name in DECLARED}
    again = frozen_kpi({name: list(v) if isinstance(v, tuple) else v for name, v in record.items()})
    assert {name: getattr(again, name) for name in DECLARED} == record
    assert again.breaks == made.breaks
    told = words(again)
    assert told["When it is bad"] == ("1. One.", "2. Two.")
    assert not {"Final", "Methods"} & set(told)


def test_a_snapshot_of_an_earlier_release_knew_less() -> None:
    made = declared(advice="Look.")
    record = {name: getattr(made, name) for name in DECLARED}
    for name in ("area", "misread", "suits", "unbanded"):
        del record[name]
    again = frozen_kpi(record | {"advice": "Look."})
    assert (again.advice, again.misread, again.area) == (("Look.",), (), "performance")


def test_a_kpi_can_still_be_copied_and_called() -> None:
    copied = replace(registry()["conversations"], title="Chats")
    assert (copied.__doc__ or "").startswith("Chats\n")
    assert copied(pl.DataFrame({"bot_id": ["a", "b"]}))["value"].item() == 2.0
