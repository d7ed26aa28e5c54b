"""Captures that no event tells of, counted by hand; and records that lack their columns."""

from __future__ import annotations

import pytest

from kpikit.periods import Calendar
from kpikit.results import build_results
from tests.build import at, event, talk
from tests.build import config as project_of
from tests.build import facts as facts_of
from tests.evaluate.world import config, figure, figures, talks, utc, world

MONTH = "2026-10"
BOTS = ({"id": "a", "launch": "2026-01-01"}, {"id": "b", "launch": "2026-01-01"})


def lead(bot: str | None, source: str = "chatbot") -> dict[str, object]:
    return {"bot_id": bot, "source": source, "created_at": utc("2026-10-06"), "lead_id": "l"}


def result(facts, *, bot: str) -> dict[str, object]:
    found = build_results(
        facts, config(*(dict(one) for one in BOTS)), period=Calendar().parse(MONTH),
        now=utc("2027-01-01"),
    )  # fmt: skip
    here = {"bot_id": bot, "kpi": "lead_capture_rate", "period": MONTH}
    return found.filter(**here).row(0, named=True)


def test_a_bot_with_leads_and_no_event_of_them_has_no_verdict() -> None:
    rows = [*talks("a", "2026-10-05", 100), *talks("b", "2026-10-05", 99)]
    told = [*rows, *talks("b", "2026-10-05", 1, lead_created=True)]
    facts = world(conversations=told, leads=[lead("a"), lead("a"), lead("b")])
    silent, heard, both = (result(facts, bot=bot) for bot in ("a", "b", "*"))
    assert (silent["value"], silent["status"], silent["verdict"]) == (
        0.0, "final", "cannot_tell",
    )  # fmt: skip
    assert silent["reason"] == "no chat.lead_created event came, though 2 leads are the bot's"
    assert (heard["value"], heard["status"], heard["verdict"]) == (0.01, "final", "bad")
    assert (both["status"], both["reason"]) == (
        "final", "no chat.lead_created event came of a",
    )  # fmt: skip


@pytest.mark.parametrize("leads", [[], [lead("a", "form")], [lead("b")]])
def test_a_bot_without_leads_of_its_own_captured_none(leads: list[dict[str, object]]) -> None:
    rows = [*talks("a", "2026-10-05", 100), *talks("b", "2026-10-05", 1, lead_created=True)]
    found = result(world(conversations=rows, leads=leads), bot="a")
    assert (found["value"], found["status"], found["verdict"]) == (0.0, "final", "bad")


def test_leads_of_no_bot_are_doubted_of_all_together() -> None:
    found = result(world(conversations=talks("a", "2026-10-05", 9), leads=[lead(None)]), bot="*")
    assert found["reason"] == "no chat.lead_created event came, though a chatbot has leads"


def test_an_event_without_a_lead_id_is_a_capture_too() -> None:
    """The contract counts conversations with a chat.lead_created, whatever the event names."""
    rows = talk("s1", at(), outcome="abandoned")
    mine = project_of(bots=[{"id": "b1", "type": "sales"}])
    none = figures(facts_of(events=rows), mine, "2026-03")
    assert figure(none, "*", "lead_capture_rate")["value"] == 0.0
    one = figures(facts_of(events=[*rows, event("lead_created", at(5))]), mine, "2026-03")
    assert figure(one, "*", "lead_capture_rate")["value"] == 1.0


def test_events_without_message_ids_leave_no_record_to_audit() -> None:
    rows = talk("s1", at(), outcome="abandoned")
    found = figures(
        facts_of(events=rows), project_of(bots=[{"id": "b1", "type": "sales"}]), "2026-03"
    )
    assert figure(found, "*", "audit_completeness")["why"] == "needs events.message_id"
    with_ids = [row | {"message_id": str(n)} for n, row in enumerate(rows)]
    start = event("session_started", at(-1))
    found = figures(
        facts_of(events=[start, *with_ids]),
        project_of(bots=[{"id": "b1", "type": "sales"}]),
        "2026-03",
    )
    assert figure(found, "*", "audit_completeness")["value"] == 1.0
