"""The short message of a run; expected lines by hand from the sample."""

from __future__ import annotations

import dataclasses

import pytest

from kpikit.context import Owner
from kpikit.findings.digest import digest, escaped, markdown
from kpikit.snapshot import Snapshot
from tests.sample import HOSTILE, snapshot


@pytest.mark.parametrize("bot", ["pricing", "help", "hostile", "*"])
def test_a_message_has_five_to_eight_lines(bot: str) -> None:
    told = digest(snapshot(intervals=True).view(bot))
    assert 4 <= len(told.paragraphs) <= 7  # and its title
    assert all("\n" not in line for line in told.paragraphs)


def test_the_message_of_the_sample() -> None:
    view = snapshot().view("pricing")
    text = markdown(view).replace("\N{NO-BREAK SPACE}", " ")
    was = {row.kpi.id: f"{row.text} ({row.format(row.prior_value)} before" for row in view.kpis()}
    meeting = view["lead_to_meeting_rate"].text
    figures = (
        f"- Qualified leads {was['qualified_leads']}); sales cycle reduction (adjusted) "
        f"{was['sales_cycle_adjusted_reduction_days']}); lead capture rate "
        f"{was['lead_capture_rate']}); lead to meeting {meeting} (provisional until 31 Oct)."
    )
    assert text.splitlines()[:8] == [
        "**Pricing Bot, September 2026, as of 3 Oct 2026, 06:00**",
        "",
        "Pricing Bot booked $98.3k more than it cost in September 2026: good; attributed, not "
        "proven incremental; CSAT is bad at 71.2% (on 389 ratings, no interval).",
        "",
        figures.replace("\N{NO-BREAK SPACE}", " "),
        "- Three days of outcomes are missing.",
        "- CSAT missed its target of 80.0% with 71.2% (on 389 ratings, no interval).",
        "- Net incremental revenue was $97.1k in August, now $98.3k.",
    ]


@pytest.mark.parametrize("bot", ["pricing", "help", "quiet", "hostile", "*"])
def test_the_markdown_is_the_message_escaped(bot: str) -> None:
    view = snapshot().view(bot)
    told = digest(view)
    lines = [line.removeprefix("- ").strip("*") for line in markdown(view).splitlines() if line]
    assert lines == [escaped(line) for line in (told.title, *told.paragraphs)]


def test_a_silent_bot_has_one_line() -> None:
    told = digest(snapshot().view("quiet"))
    assert told.paragraphs == ("Quiet Bot had no conversations in September 2026.",)


def test_no_text_becomes_markup() -> None:
    text = markdown(snapshot().view("hostile"))
    assert HOSTILE not in text
    assert "\\<b\\>Bot\\</b\\>" in text
    assert escaped("# *a* [x](y)\n@all") == "\\# \\*a\\* \\[x\\](y) @\N{WORD JOINER}all"


def test_owners_stay_in_the_report() -> None:
    sample = snapshot()
    owners = (Owner("pricing", "csat", "Jane Doe"),)
    context = dataclasses.replace(sample.context, owners=owners)
    assert "Jane" not in markdown(Snapshot(sample.results, context).view("pricing"))
