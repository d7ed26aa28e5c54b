"""The adjusted sales cycle by bot and period; days by hand, rules from the data contract."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpikit.evaluate.cycle import journeys_at
from tests import build
from tests.evaluate.world import config, figure, figures, talk, utc, world

Row = dict[str, Any]
KEPT = ["lead_id", "arm", "status", "days", "closed_at"]


def lead(number: int, arm: str, start: str, *, bot: str | None = "a", **given: Any) -> Row:
    """A lead on its journey."""
    return {"lead_id": f"{arm}{number}", "source": arm, "bot_id": bot, "start_at": utc(start),
            "created_at": utc(start)} | given  # fmt: skip


def deal(journey: Row, days: int, *, stage: str = "won") -> Row:
    """Its deal, closed so many days after the start."""
    closed = journey["start_at"] + dt.timedelta(days=days, hours=5)
    return {"lead_id": journey["lead_id"], "deal_id": journey["lead_id"], "stage": stage,
            "created_at": journey["start_at"], "closed_at": closed}  # fmt: skip


def pipeline(chatbot: list[int], form: list[int], **rest: Any) -> Any:
    """Leads of 1 January that won after so many days each, and one open lead per arm."""
    made = [lead(n, "chatbot", "2026-01-01", **rest) for n in range(len(chatbot) + 1)]
    forms = [lead(n, "form", "2026-01-01", bot=None) for n in range(len(form) + 1)]
    deals = [deal(one, d) for one, d in zip(made, chatbot, strict=False)]
    deals += [deal(one, d) for one, d in zip(forms, form, strict=False)]
    return {"journeys": [*made, *forms], "deals": deals}


def test_medians_among_those_who_win_within_the_horizon() -> None:
    # Watched from 1 January to 1 April: 90 days. Ten wins an arm: the fifth is the median.
    rows = pipeline([*range(10, 20)], [*range(30, 40)])
    got = figures(world(**rows), config(), "2026-03")
    chatbot, form = (
        figure(got, "a", f"sales_cycle_adjusted_{x}_days") for x in ("chatbot", "form")
    )
    assert (chatbot["value"], chatbot["n"]) == (14.0, 10)
    assert (form["value"], form["n"]) == (34.0, 10)
    assert figure(got, "a", "sales_cycle_adjusted_reduction_days")["value"] == 20.0
    share = figure(got, "a", "sales_cycle_adjusted_reduction_pct")
    assert share["value"] == pytest.approx(20 / 34)


def test_a_period_knows_only_what_had_happened_by_its_end() -> None:
    rows = pipeline([*range(10, 20)], [*range(30, 40)])
    got = figures(world(**rows), config(), "2026-01", "2026-02", "2026-03")
    january = figure(got, "a", "sales_cycle_adjusted_chatbot_days", period="2026-01")
    assert january["value"] == 14.0  # within 31 days all ten had won
    form = figure(got, "a", "sales_cycle_adjusted_form_days", period="2026-01")
    assert (form["value"], form["n"]) == (None, 1)  # one of day 30; day 31 ends later
    assert figure(got, "a", "sales_cycle_adjusted_form_days", period="2026-02")["value"] == 34.0
    assert (
        figure(got, "a", "sales_cycle_adjusted_reduction_days", period="2026-01")["value"] is None
    )


def test_fewer_than_ten_wins_are_no_median() -> None:
    got = figures(world(**pipeline([*range(10, 19)], [*range(30, 40)])), config(), "2026-03")
    chatbot = figure(got, "a", "sales_cycle_adjusted_chatbot_days")
    assert (chatbot["value"], chatbot["n"]) == (None, 9)
    assert figure(got, "a", "sales_cycle_adjusted_form_days")["value"] == 34.0


def test_fewer_than_ten_leads_of_one_arm_leave_both_without() -> None:
    got = figures(world(**pipeline([*range(10, 18)], [*range(30, 40)])), config(), "2026-03")
    for arm in ("chatbot", "form"):
        assert figure(got, "a", f"sales_cycle_adjusted_{arm}_days")["value"] is None


def test_the_horizon_is_the_younger_arms() -> None:
    # Chatbot leads of 1 March are watched 31 days, so form wins after day 31 do not count.
    old = pipeline([], [*range(10, 20), *range(60, 80)])
    new = [lead(n, "chatbot", "2026-03-01") for n in range(20)]
    deals = [deal(one, 1 + n) for n, one in enumerate(new)]
    facts = world(journeys=[*old["journeys"], *new], deals=[*old["deals"], *deals])
    got = figures(facts, config(), "2026-03")
    form = figure(got, "a", "sales_cycle_adjusted_form_days")
    assert (form["value"], form["n"]) == (14.0, 10)
    assert figure(got, "a", "sales_cycle_adjusted_chatbot_days")["value"] == 10.0


def test_the_chatbot_arm_is_the_bots_and_the_form_arm_the_projects() -> None:
    rows = pipeline([*range(10, 20)], [*range(30, 40)], page_type="demo")
    got = figures(world(**rows), config({"id": "a"}, {"id": "b"}), "2026-03")
    assert figure(got, "*", "sales_cycle_adjusted_chatbot_days")["value"] == 14.0
    # b has no lead at all: fewer than ten, so that neither arm has a horizon on its row.
    assert figure(got, "b", "sales_cycle_adjusted_form_days")["value"] is None
    seen = [talk("a", "2026-03-05", page_type="demo")]
    split = figures(world(**rows, conversations=seen), config(), "2026-03", by="page_type")
    # The form leads have no page: their segment is another one.
    found = figure(split, "a", "sales_cycle_adjusted_chatbot_days", segment_value="demo")
    assert found["value"] is None


def test_a_deal_that_closed_before_its_start_is_left_out() -> None:
    rows = pipeline([*range(10, 20)], [*range(30, 40)])
    wrong = lead(99, "chatbot", "2026-01-01")
    rows["journeys"].append(wrong)
    rows["deals"].append(deal(wrong, -3) | {"created_at": None})
    got = figures(world(**rows), config(), "2026-03")
    assert figure(got, "a", "sales_cycle_adjusted_chatbot_days")["n"] == 10


@st.composite
def histories(draw: st.DrawFn) -> dict[str, list[Row]]:
    """Conversations, leads and deals in any order of events."""
    talks: list[Row] = []
    for n in range(draw(st.integers(0, 4))):
        user = draw(st.sampled_from(["u1", "u2", None]))
        start = build.at(days=draw(st.integers(0, 20)))
        talks += build.talk(f"s{n}", start, user_id=user)
    leads = [
        {"lead_id": f"l{n}", "created_at": build.at(days=draw(st.integers(0, 20)), minutes=7),
         "source": draw(st.sampled_from(["chatbot", "form", "other"])), "bot_id": "b1",
         "session_id": draw(st.sampled_from(["s0", "s1", None])),
         "user_id": draw(st.sampled_from(["u1", "u2", None]))}
        for n in range(draw(st.integers(0, 4)))
    ]  # fmt: skip
    deals = []
    for n in range(draw(st.integers(0, 5))):
        stage = draw(st.sampled_from(["open", "won", "lost"]))
        created = draw(st.one_of(st.none(), st.integers(0, 25)))
        closed = build.at(days=(created or 0) + draw(st.integers(0, 20)), minutes=3)
        deals.append(
            {"deal_id": f"d{n}", "lead_id": f"l{draw(st.integers(0, 3))}", "stage": stage,
             "created_at": None if created is None else build.at(days=created, minutes=1),
             "closed_at": None if stage == "open" else closed}
        )  # fmt: skip
    return {"events": talks, "leads": leads, "deals": deals}


@settings(max_examples=60, deadline=None)
@given(rows=histories(), day=st.integers(0, 45))
def test_an_earlier_instant_is_what_facts_of_that_instant_say(rows: Any, day: int) -> None:
    # Half past eight: no conversation of half a minute's turns is under way then.
    instant = build.at(days=day, minutes=-30)
    later = build.facts(as_of=build.at(days=60), **rows)
    then = build.facts(as_of=instant, **rows)
    got = journeys_at(later, instant).select(KEPT).sort("lead_id")
    assert got.equals(then.journeys.select(KEPT).sort("lead_id"))


def test_watched_is_the_time_since_the_start_whatever_became_of_it() -> None:
    rows = pipeline([10], [])
    got = journeys_at(world(**rows), utc("2026-02-01 12:00"))
    assert got.get_column("watched").to_list() == [31, 31, 31]
    assert got.sort("lead_id").get_column("days").to_list() == [10, 31, 31]
    assert got.filter(pl.col("status") == "won").height == 1
