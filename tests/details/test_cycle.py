"""Curves of the sales cycle; expected: a worked example of twelve leads, and counts by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kpikit.details import Asked
from kpikit.details.cycle import curve, leads
from kpikit.periods import Calendar
from kpikit.results import build_results
from tests.evaluate.test_cycle import built, deal, lead, pipeline
from tests.evaluate.test_incidence import DAYS, STATUS
from tests.evaluate.world import config, utc

NOW = utc("2027-01-01")
PERIOD = Calendar().parse("2026-03")
END = utc("2026-04-01")


def asked(*bots: Any, **rows: Any) -> Asked:
    facts, project = built(**rows), config(*bots)
    results = build_results(facts, project, period=PERIOD, now=NOW)
    return Asked(facts, project, PERIOD, results, NOW)


def twelve() -> dict[str, Any]:
    """The worked example as chatbot leads: the open ones began that many days before the end."""
    rows: dict[str, Any] = pipeline([], [*range(30, 45)])
    for n, (days, status) in enumerate(zip(DAYS, STATUS, strict=True), start=1):
        back = days if status == "open" else 85
        one = lead(n, "chatbot", (END - dt.timedelta(days=back)).date().isoformat())
        rows["leads"].append(one)
        if status != "open":
            rows["deals"].append(deal(one, days, stage=status))
    rows["leads"] = rows["leads"][1:]  # the chatbot lead that every pipeline has
    return rows


def test_the_curve_of_the_worked_example() -> None:
    found = curve(asked(**twelve())).filter(bot_id="a", arm="chatbot")
    # Nine closed leads and the open one of 60 days were watched for 60 days, two for less.
    assert found.get_column("day").to_list() == [*range(61)]
    by_day = {row["day"]: row for row in found.to_dicts()}
    shares = {10: 0.083333, 20: 0.166667, 25: 0.260417, 35: 0.354167, 45: 0.471354, 60: 0.588542}
    for day, share in shares.items():
        assert by_day[day]["won"] == pytest.approx(share, abs=5e-7)
    at_risk = {0: 12, 10: 12, 11: 11, 20: 10, 21: 8, 60: 2}
    assert {day: by_day[day]["at_risk"] for day in at_risk} == at_risk
    assert {day: by_day[day]["wins"] for day in (9, 10, 20, 60)} == {9: 0, 10: 1, 20: 2, 60: 6}


def test_both_arms_end_on_the_same_day_and_the_form_is_everyones() -> None:
    found = curve(asked({"id": "a"}, {"id": "b"}, **pipeline([*range(10, 20)], [*range(30, 40)])))
    assert set(found.get_column("bot_id")) == {"a", "*"}  # b has no lead
    ends = found.group_by("bot_id", "arm").agg(last=found["day"].max())
    assert ends.get_column("last").to_list() == [90] * 4
    form = found.filter(arm="form")
    assert form.filter(bot_id="a").drop("bot_id").equals(form.filter(bot_id="*").drop("bot_id"))


def test_who_is_in_each_arm() -> None:
    rows = pipeline([*range(10, 20)], [*range(30, 40)])
    rows["leads"] += [lead(50, "chatbot", "2026-03-30"), lead(51, "other", "2026-03-01")]
    found = leads(asked(**rows)).filter(bot_id="a").rows_by_key("arm", named=True, unique=True)
    chatbot, form, mixed = (found[arm] for arm in ("chatbot", "form", "mixed"))
    # The eleventh longest time is that of the eleven leads of 1 January: 90 days.
    assert (chatbot["leads"], chatbot["open"], chatbot["wins"]) == (12, 2, 10)
    assert (form["leads"], form["open"], form["wins"], form["horizon"]) == (11, 1, 10, 90)
    assert (form["watched"], form["typical"], form["brief"]) == (90.0, 34, 0.0)
    # Of twelve chatbot leads one was watched for 2 days, less than the form's 34.
    assert (chatbot["watched"], chatbot["brief"]) == (90.0, pytest.approx(1 / 12))
    assert (mixed["leads"], mixed["open"]) == (1, None)


def test_bots_that_sell_nothing_have_no_curve() -> None:
    found = leads(asked({"id": "a", "type": "support"}, {"id": "b"}, **pipeline([], [30] * 10)))
    assert "b" in set(found.get_column("bot_id"))
    assert curve(asked({"id": "a", "type": "support"}, leads=[])).is_empty()


def test_without_deals_there_is_nothing_to_draw() -> None:
    only = {"leads": pipeline([10], [10])["leads"]}
    assert curve(asked(**only)).is_empty()
    assert leads(asked(**only)).is_empty()
