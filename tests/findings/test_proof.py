"""What a holdout lets the report say, and what is said of money since the launch; by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit import findings
from kpikit.context import Assumed
from kpikit.details import cumulative, holdouts, odds, tornado
from kpikit.findings.proof import ATTRIBUTED, attribution, is_proven, label, no_lift
from kpikit.findings.since import since_launch
from kpikit.findings.swing import swing, swings
from kpikit.findings.unbooked import left_out, unbooked
from kpikit.findings.unranged import unranged
from tests.sample import snapshot

if TYPE_CHECKING:
    from kpikit.view import View

Row = dict[str, Any]
PERIOD = "2026-09"
RAN: Row = {
    "experiment": "q3", "first_day": dt.date(2026, 7, 1), "last_day": dt.date(2026, 9, 30),
    "treated": 10_000, "treated_converted": 400, "control": 5_000, "control_converted": 150,
    "lift": 0.01, "lift_low": 0.004, "lift_high": 0.016, "exposed": 10_000,
    "conversion_value": 200.0, "gain": 20_000.0, "gain_low": 8_000.0, "gain_high": 32_000.0,
}  # fmt: skip
FLAT = RAN | {"control_converted": 200, "lift": 0.0, "lift_low": -0.006, "lift_high": 0.006,
              "gain": 0.0, "gain_low": -12_000.0, "gain_high": 12_000.0}  # fmt: skip
SCHEMAS = {
    "holdout": holdouts.SCHEMA, "odds": odds.SCHEMA, "tornado": tornado.SCHEMA,
    "cumulative": cumulative.SCHEMA, "trailing": cumulative.TRAILING,
}  # fmt: skip


def view(bot: str = "pricing", **details: list[Row]) -> View:
    """The sample with rows of detail tables, of the pricing bot unless they say otherwise."""
    frames = {
        name: pl.DataFrame(
            [{"bot_id": "pricing", "period": PERIOD} | row for row in rows], schema=SCHEMAS[name]
        )
        for name, rows in details.items()
    }
    return replace(snapshot(intervals=True), details=frames).view(bot, PERIOD)


def test_without_a_holdout_it_is_attributed() -> None:
    assert attribution(view()) == ATTRIBUTED
    assert label(view()) == "attributed, not proven incremental"
    assert "attributed, not proven incremental" in findings.verdict(view()).title


def test_a_lift_above_zero_proves_it_and_says_what() -> None:
    shown = view(holdout=[RAN])
    assert is_proven(shown)
    assert label(shown) == ""
    assert attribution(shown) == (
        "A holdout proves an effect: 4.00% of those with Pricing Bot bought, 3.00% of those "
        "without, 1.00 points more (0.40 to 1.60): $20.0k of revenue in September 2026, $8.0k to "
        "$32.0k possible."
    )
    assert "attributed" not in findings.verdict(shown).title
    assert list(no_lift(shown)) == []


def test_a_holdout_that_could_not_be_read_says_why() -> None:
    shown = view(holdout=[{"experiment": "q3", "why": "the holdout q3 is too small"}])
    text = "Attributed to the bot, not proven incremental: the holdout q3 is too small."
    assert attribution(shown) == text
    assert label(shown)


def test_no_lift_where_much_is_booked_comes_first() -> None:
    shown = view(holdout=[FLAT])
    assert not is_proven(shown)
    assert "the holdout shows no lift, 0.00 points more (−0.60 to 0.60)" in attribution(shown)
    (notice,) = no_lift(shown)
    assert notice.title.startswith("The holdout shows no lift, though $134.6k is booked to")
    told = [one for one in findings.notices(shown) if one.kind != "data"]
    assert told[0] == notice
    assert findings.decision(shown).startswith("Decide: treat the booked net as unproven")


def test_a_portfolio_is_proven_when_each_of_its_sellers_is() -> None:
    part = view("*", holdout=[RAN])
    assert attribution(part) == (
        "Attributed, not proven incremental, but for this: "
        "a holdout proves $20.0k ($8.0k to $32.0k) of revenue at Pricing Bot."
    )
    assert label(part)
    sellers = [bot.id for bot in part.context.bots if part.other(bot.id)["revenue_booked"].value]
    whole = view("*", holdout=[RAN | {"bot_id": bot} for bot in sellers])
    assert is_proven(whole)
    assert label(whole) == ""


def with_assumed(shown: View, *given: Assumed) -> View:
    """The view of a run that assumed this."""
    return replace(shown, context=replace(shown.context, assumptions=given))


def months(*totals: float | None) -> list[Row]:
    """Running totals from January 2026 on."""
    rows, before = [], 0.0
    for place, total in enumerate(totals):
        net = None if total is None else total - before
        rows.append({"month": f"2026-{place + 1:02d}", "kpi": "net_incremental_revenue",
                     "income": 0.0, "cost": 1.0, "net": net, "cumulative": total})  # fmt: skip
        before = total or 0.0
    return rows


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        (
            (-9e3, -1e3, -2e3, 5e3),
            "Pricing Bot paid back in April 2026, its 4th month; $5.0k of net incremental revenue "
            "since launch",
        ),
        # Above zero in February, below again in March.
        (
            (-9e3, 1e3, -2e3, 5e3),
            "Pricing Bot paid back for good in April 2026, its 4th month; $5.0k of net incremental "
            "revenue since launch",
        ),
        ((-9e3, 1e3, -2e3), "Pricing Bot has not paid back for good yet: −$2.0k"),
        (
            (2e3, 3e3),
            "Pricing Bot paid back from its first month on, January 2026; $3.0k of net incremental "
            "revenue since",
        ),
        # 6,000 to go, and the last three months brought 2,000 each: three more.
        (
            (-12e3, -10e3, -8e3, -6e3),
            "Pricing Bot has not paid back yet: −$6.0k of net incremental revenue since January "
            "2026; at the pace of the last three months it will be in July 2026",
        ),
        ((-1e3, -2e3, -3e3), "at the pace of the last three months it never will"),
        ((-9e6, -9e6 + 1, -9e6 + 2, -9e6 + 3), "it takes more than 5 years"),
    ],
)
def test_when_the_running_total_turns_for_good(totals: tuple[float, ...], said: str) -> None:
    assert said in since_launch(view(cumulative=months(*totals))).title


def test_the_odds_are_hedged() -> None:
    rows = [
        {"method": "booked", "what": "net", "probability": 0.99999, "basis": "31 deals"},
        {"method": "booked", "what": "payback", "probability": 0.874, "basis": "31 deals"},
    ]
    said = (
        "The chance that booked revenue of September 2026 is above its cost is more than 99 in "
        "100, above twice its cost about 87 in 100. These odds are about the chance of single "
        "deals and orders, not about what caused them."
    )
    money = {"net_incremental_revenue": 9e3, "total_cost": 4e3}
    trailing = [{"twelve": "2026-09-T12", "kpi": kpi, "value": money[kpi]} for kpi in money]
    shown = view(odds=rows, trailing=trailing, cumulative=months(-9e3, 5e3))
    for told in (findings.money(shown), since_launch(shown)):
        # The period's odds come before the twelve months, which they are not about.
        place = told.paragraphs.index(said)
        assert told.paragraphs[place + 1].startswith("Twelve months to September 2026: $9.0k")
    unknown = [row | {"probability": None} for row in rows]
    assert "in 100" not in " ".join(findings.money(view(odds=unknown)).paragraphs)


def moved(name: str, low: float | None, high: float | None, **more: Any) -> Row:
    spread = None if low is None or high is None else abs(high - low)
    return {"kpi": "net_value", "method": "", "of_bot": "pricing", "assumption": name,
            "value": 9e4, "low": 0.2, "high": 0.6, "at_low": low, "at_high": high,
            "spread": spread} | more  # fmt: skip


def test_the_widest_assumption_is_the_title_and_what_has_no_range_is_named() -> None:
    rows = [moved("contact_share", -5e3, 12e4), moved("human_chat_cost", 8e4, 1e5)]
    shown = view(tornado=[*rows, moved("gross_margin", None, None)])
    told = swing(shown)
    assert [one.name for one in swings(shown)] == [
        "Share that would have asked a person", "Cost of a chat with a person",
    ]  # fmt: skip
    assert told.title == (
        "Of what has a range, net value moves most with the share that would have asked a person: "
        "−$5.0k to $120.0k"
    )
    assert told.paragraphs == (
        "One of two takes it below zero alone.",
        "Not shown for want of a range in kpikit.yml: gross margin.",
        # 134.6 booked and 11.7 saved less 36.4; the sample has a margin of 78 %.
        "Net value ($110.0k) is net incremental revenue ($98.3k) and what held conversations saved "
        "($11.7k), with revenue at its gross margin.",
    )
    assert swing(view(tornado=rows)).title.startswith("Net value moves most with")


def unset(bot: str, name: str, given: float, at: float, **more: Any) -> Row:
    return moved(name, None, None, of_bot=bot, given=given, at_tenth_less=at, **more)


def test_what_has_no_range_says_what_each_point_of_it_is_worth() -> None:
    """A tenth of a margin of 100 % is ten points: 13,464.4 less make 1,346 a point.

    Of a margin of 40 % it is four: 4,000 less make 1,000 a point.
    """
    ranged = moved("contact_share", -5e3, 12e4)
    shown = view(tornado=[ranged, unset("pricing", "gross_margin", 1.0, 9e4 - 13_464.4)])
    shown = with_assumed(shown, Assumed("pricing", "gross_margin", 1.0, default=True))
    assert unranged(shown) == (
        "Gross margin 100%, a default nobody set, is not in this chart; each point less costs "
        "$1.3k."
    )
    given = view(tornado=[ranged, unset("pricing", "gross_margin", 0.4, 9e4 - 4_000.0)])
    given = with_assumed(given, Assumed("pricing", "gross_margin", 0.4))
    assert unranged(given) == (
        "Gross margin 40%, set without a range, is not in this chart; each point less costs $1.0k."
    )


def test_of_what_is_no_share_a_tenth_is_said_and_without_a_chart_none_is_spoken_of() -> None:
    shown = view(tornado=[unset("pricing", "chats_per_hour", 3.5, 9e4 + 700.0)])
    shown = with_assumed(shown, Assumed("pricing", "chats_per_hour", 3.5))
    assert unranged(shown) == (
        "Chats an agent handles an hour 3.5 is set without a range; a tenth less brings $700."
    )


def test_a_portfolio_adds_up_its_chatbots() -> None:
    """Ten points of 100 % and four of 40 %: 1,000 + 500 a point."""
    rows = [
        unset("pricing", "gross_margin", 1.0, 9e4 - 10_000.0, bot_id="*"),
        unset("help", "gross_margin", 0.4, 9e4 - 2_000.0, bot_id="*"),
        moved("contact_share", -5e3, 12e4, bot_id="*"),
    ]
    shown = with_assumed(
        view("*", tornado=rows),
        Assumed("pricing", "gross_margin", 1.0, default=True),
        Assumed("help", "gross_margin", 0.4),
    )
    assert unranged(shown) == (
        "Gross margin 100% at Pricing Bot and 40% at Help Desk Bot, in part a default nobody set, "
        "is not in this chart; each point less costs $1.5k."
    )


def test_the_figures_of_a_run_that_froze_no_such_step_are_left_out() -> None:
    rows = [moved("contact_share", -5e3, 12e4), moved("gross_margin", None, None)]
    shown = view(tornado=rows)
    old = shown.details["tornado"].drop("given", "at_tenth_less")
    shown = replace(shown, details={**shown.details, "tornado": old})
    assert unranged(shown) == "Not shown for want of a range in kpikit.yml: gross margin."


def test_a_month_without_cost_flatters_the_total() -> None:
    rows = months(-1e3, 2e3, 3e3)
    rows[1]["cost"] = 0.0
    shown = view(cumulative=rows)
    assert left_out(shown) == [
        "February 2026 has no cost though others do, so the running total flatters."
    ]
    assert [one.title for one in unbooked(shown)] == left_out(shown)
    assert left_out(view(cumulative=months(-1e3, 2e3, 3e3))) == []


def test_revenue_without_a_cost_has_no_net() -> None:
    sample = snapshot()
    mine = (pl.col("bot_id") == "pricing") & (pl.col("kpi") == "total_cost")
    gone = sample.results.with_columns(
        pl.when(~mine).then(pl.col("value")).alias("value"),
        pl.when(mine).then(pl.lit("no costs booked")).otherwise(pl.col("reason")).alias("reason"),
    )
    (notice,) = unbooked(replace(sample, results=gone).view("pricing", PERIOD))
    assert notice.title == "$134.6k is booked and no cost, so there is no net."
