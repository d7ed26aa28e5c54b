"""Data problems and what they spoil; counts by hand over the sample (4,812 conversations)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kpikit import findings
from kpikit.context import Backwards, TableQuality
from kpikit.findings.digest import digest
from kpikit.findings.faults import excused, faults, rests_on, spoilt
from kpikit.kpi import registry
from kpikit.snapshot import Snapshot
from tests.findings.readback import Reader, pattern, unproven
from tests.findings.sentences import declared
from tests.findings.test_deck_sentences import told
from tests.sample import snapshot

if TYPE_CHECKING:
    from kpikit.view import View

SAMPLE = snapshot()


def with_quality(bot: str, **changes: Any) -> View:
    """The sample's view with another state of the data."""
    quality = replace(SAMPLE.context.quality, **changes)
    return Snapshot(SAMPLE.results, replace(SAMPLE.context, quality=quality)).view(bot)


def table(name: str, **changes: Any) -> TableQuality:
    plain = TableQuality(name, 1000, 1000, 0, 0, "2025-09-01", "2026-10-02")
    return replace(plain, **changes)


def causes(view: View) -> list[str]:
    return [fault.notice.cause for fault in faults(view)]


def test_lost_outcomes_spoil_what_rests_on_them() -> None:
    """3 days x 160 = 480 of 4,812 conversations, .0998."""
    view = SAMPLE.view("pricing")
    assert causes(view) == ["outcomes"]
    wrong = spoilt(view)
    assert wrong["containment_rate"] == pytest.approx(480 / 4812)
    # Resolution is counted from outcomes, and what it saves from what was resolved.
    assert {"resolution_rate", "durable_cost_saved", "net_value"} <= wrong.keys()
    assert "audit_completeness" in wrong  # a conversation without an outcome is incomplete
    assert not {"csat", "total_cost", "completion_rate", "leads_captured"} & wrong.keys()


def test_what_the_data_may_explain_is_not_blamed_on_the_bot() -> None:
    """A share 5 points short with a tenth of its rows unknown may be where it should be."""
    row = replace(SAMPLE.view("pricing")["containment_rate"], value=0.50)
    assert excused(row, 0.55, 0.0998)
    assert not excused(row, 0.60, 0.0998)  # 10 points short
    assert excused(row, 0.60, 0.10)  # from one in ten on nothing is judged
    assert not excused(row, 0.51, 0.0)
    assert excused(row, None, 0.01)


def test_one_cause_is_told_once_and_no_target_is_said_to_be_missed_for_it() -> None:
    missed = {"target": 0.6, "target_status": "missed", "status": "final", "value": 0.52}
    view = told("pricing", {"containment_rate": missed, "resolution_rate": missed})
    titles = [notice.title for notice in findings.notices(view)]
    assert titles[0] == "Three days of outcomes are missing."
    assert not any("ontainment" in title or "esolution rate" in title for title in titles)
    rows = [view["containment_rate"], view["qualified_leads"], view["csat"]]
    assert findings.targets(rows, view).title == (
        "One of three measures met their target; CSAT did not; one is not judged, as the data are "
        "faulty"
    )


def test_a_table_that_ends_before_the_period_is_stale() -> None:
    """The period begins on 1 September 2026."""
    view = with_quality("pricing", days=(), tables=(table("tickets", last="2026-08-31"),))
    assert causes(view) == ["table tickets"]
    assert findings.notices(view)[0].title == "The newest row of tickets is of 31 Aug 2026."
    assert "resolution_rate" in spoilt(view)
    assert "containment_rate" not in spoilt(view)


@pytest.mark.parametrize(
    ("last", "kept", "stale"),
    [
        ("2026-09-23", 1000, False),  # the seven days to the 30th are silent
        ("2026-09-22", 1000, True),
        ("2026-09-22", 20, False),  # one in some 19 days: eight are nothing
    ],
)
def test_a_table_is_stale_when_silent_for_longer_than_is_usual(
    last: str, kept: int, *, stale: bool
) -> None:
    view = with_quality("pricing", days=(), tables=(table("leads", last=last, kept=kept),))
    assert causes(view) == (["table leads"] if stale else [])


def test_a_table_of_which_nothing_is_left_comes_first() -> None:
    gone = table("deals", kept=0, quarantined=1000)
    found = findings.notices(with_quality("pricing", tables=(gone,)))
    assert [one.title for one in found[:2]] == [
        "All 1,000 rows of deals were set aside.", "Three days of outcomes are missing.",
    ]  # fmt: skip


def test_a_table_of_which_a_part_was_set_aside_is_told_before_everything() -> None:
    """630 of 1,000 events: nothing that rests on them is judged, and the summary says why."""
    thin = table("events", kept=370, quarantined=630)
    view = with_quality("pricing", tables=(thin, table("tickets", kept=940, quarantined=60)))
    said = "63% of the events were set aside: figures rest on what is left"
    first, second, third = findings.notices(view)[:3]
    assert first.title == f"{said}."
    assert second.title == "6% of the tickets were set aside: figures rest on what is left."
    assert third.title == "Three days of outcomes are missing."
    assert spoilt(view)["csat"] == pytest.approx(0.63)
    verdict = findings.verdict(view)
    assert verdict.title.endswith(said)
    assert "good" not in verdict.title
    assert "not judged" in verdict.title
    assert unproven(verdict.title, Reader(verdict.figures), pattern(declared(view))) == []
    assert f"{said}." in digest(view).paragraphs
    assert "Net incremental revenue" not in " ".join(one.title for one in findings.notices(view))
    # The same money of whole tables moves.
    whole = with_quality("pricing", tables=(table("events"), table("tickets")))
    assert "Net incremental revenue" in " ".join(one.title for one in findings.notices(whole))
    rows = [view[kpi] for kpi in ("csat", "qualified_leads")]
    assert "not judged, as the data are faulty" in findings.targets(rows, view).title


@pytest.mark.parametrize(("wrong", "told_of"), [(49, False), (50, True)])
def test_from_one_row_in_twenty_on_it_is_told_that_they_were_set_aside(
    wrong: int, *, told_of: bool
) -> None:
    part = table("tickets", kept=1000 - wrong, quarantined=wrong)
    view = with_quality("pricing", days=(), tables=(part,))
    title = findings.verdict(view).title
    said = "5% of the tickets were set aside: figures rest on what is left"
    assert (said in title) == told_of
    assert causes(view) == (["table tickets"] if told_of else [])
    # A word on what no figure of the view rests on would mislead.
    unused = with_quality("pricing", days=(), tables=(replace(part, name="changes"),))
    assert causes(unused) == []


def test_a_chat_that_opens_by_itself_is_named_before_its_shares_are_read() -> None:
    """Of three visitors not one writes: it was not they who opened the chat."""
    view = told("pricing", {"activation_rate": {"value": 0.2, "trailing_mean": 0.21}})
    opened = next(fault for fault in faults(view) if fault.notice.cause == "opened")
    assert opened.notice.title == "In 80.0% of conversations no visitor wrote."
    assert "completion_rate" in spoilt(view)
    assert spoilt(view)["containment_rate_engaged"] < spoilt(view)["containment_rate"] == 0.8
    # Half of what it was is as telling, whatever the level.
    half = told("pricing", {"activation_rate": {"value": 0.4, "trailing_mean": 0.9}})
    assert any(
        fault.notice.title
        == "In 60.0% of conversations no visitor wrote, up from 10.0% in the three periods before."
        for fault in faults(half)
    )
    assert "opened" not in causes(told("pricing", {"activation_rate": {"value": 0.5}}))


def test_more_writers_than_viewers_cannot_be() -> None:
    view = told("pricing", {"initiation_rate": {"value": 1.25}})
    assert "initiation_rate" in causes(view)


@pytest.mark.parametrize(("rows", "said"), [(9, False), (10, True)])
def test_durations_that_run_backwards_are_named_from_one_in_a_hundred(
    rows: int, *, said: bool
) -> None:
    back = (Backwards("deal closed before its start", rows, 1000),)
    titles = [fault.notice.title for fault in faults(with_quality("pricing", backwards=back))]
    title = f"{rows} of 1,000 durations run backwards: deal closed before its start."
    assert (title in titles) == said


def test_what_a_kpi_rests_on_includes_its_parts() -> None:
    """Net value = durable cost saved + margin - cost; the first counts conversations that held."""
    assert {"events.outcome", "tickets", "costs"} <= rests_on(registry()["net_value"])
    assert "events.outcome" not in rests_on(registry()["csat"])
    # A mean over conversations with an outcome does not move with those that have none.
    assert "events.outcome" not in rests_on(registry()["messages_per_resolved"])
