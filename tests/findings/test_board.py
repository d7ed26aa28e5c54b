"""The three answers and the decisions, against numbers set by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kpikit import findings
from kpikit.context import Assumed, Owner
from kpikit.findings.margin import margin
from tests.findings.readback import Reader, unproven
from tests.findings.test_proof import FLAT, RAN, with_assumed
from tests.findings.test_proof import view as proven

if TYPE_CHECKING:
    from kpikit.view import View

NBSP = "\u00a0"


def view(
    bot: str = "pricing",
    changes: dict[str, dict[str, Any]] | None = None,
    *,
    owners: tuple[Owner, ...] = (),
    **details: list[dict[str, Any]],
) -> View:
    """A bot of the sample, all its days with outcomes, nothing off but what is changed."""
    shown = proven(bot, **details)
    frame = shown.results.with_columns(
        pl.lit("none", shown.results.schema[name]).alias(name)
        for name in ("verdict", "target_status", "flag")
    )
    for kpi, columns in (changes or {}).items():
        here = (pl.col("kpi") == kpi) & (pl.col("bot_id") == "pricing")
        here &= pl.col("period") == "2026-09"
        for name, value in columns.items():
            new = pl.when(here).then(pl.lit(value, frame.schema[name]))
            frame = frame.with_columns(new.otherwise(name).alias(name))
    quality = replace(shown.context.quality, days=())
    context = replace(shown.context, quality=quality, owners=owners, assumptions=())
    return replace(shown, results=frame, context=context)


MISSED = {"target_status": "missed", "target": 0.8, "status": "final"}
CSAT = {"csat": MISSED | {"value": 0.712, "low": 0.69, "high": 0.73}}


def test_money_that_nobody_has_proven_is_asked_about_before_a_target() -> None:
    owner = Owner("pricing", "csat", "Head of Service")
    first, second = findings.decisions(view(changes=CSAT, owners=(owner,)))
    # Booked 134,643.75, spent 36,357.40.
    assert (first.do, first.stake) == ("run a holdout", "$98.3k of net")
    assert first.because == (
        "The $98.3k net is attributed to the bot, not proven: no holdout ran in September 2026."
    )
    assert (second.do, second.owner) == ("fund work on CSAT, or change its target", owner.name)
    assert second.stake == f"8.8{NBSP}pts off its target"  # 80.0 less 71.2
    assert second.because.startswith("It is 71.2%, 69.0 to 73.0% possible; target 80.0%. Look at ")
    asked = findings.asked_for(view(changes=CSAT))
    assert asked.title == (
        "Two decisions are asked for, the first with $98.3k of net at stake: run a holdout"
    )


def test_what_is_bad_comes_before_what_is_unproven() -> None:
    bad = {"csat": CSAT["csat"] | {"verdict": "bad"}}
    assert [one.do for one in findings.decisions(view(changes=bad))] == [
        "fund work on CSAT, or change its target", "run a holdout",
    ]  # fmt: skip


def test_a_holdout_that_is_open_is_let_run_on() -> None:
    (one,) = findings.decisions(view(holdout=[{"experiment": "q3", "why": "it is too small"}]))
    assert one.do == "let the holdout run on"
    assert one.because.endswith("not proven: it is too small.")


def test_what_is_proven_is_kept_and_what_shows_no_lift_comes_first() -> None:
    paid = view(changes={"total_cost": {"value": 4_800.0}}, holdout=[RAN])
    (one,) = findings.decisions(paid)
    assert one.do == "keep Pricing Bot running"
    assert findings.asked_for(paid).title == ("One decision is asked for: keep Pricing Bot running")
    first, *_ = findings.decisions(view(changes=CSAT, holdout=[FLAT]))
    assert first.do == "treat the booked net as unproven, and let the holdout run on"
    assert first.stake == "$98.3k of net"


@pytest.mark.parametrize(
    ("cost", "given", "said"),
    [
        # Of the gain 20,000 (8,000 to 32,000): 4,800 is 24 %, of the least gain 60 %.
        (4_800, None, "It pays from a gross margin of 24%, 60% at worst."),
        (4_800, 0.7, "It pays from a gross margin of 24%, 60% at worst; the 70% that is set "
         "covers both."),
        (4_800, 0.4, "It pays from a gross margin of 24%, 60% at worst; the 40% that is set "
         "covers the first alone."),
        (4_800, 0.2, "It pays from a gross margin of 24%, 60% at worst; the 20% that is set is "
         "too little."),
        # 12,000 is 60 % of the gain and more than the least of it.
        (12_000, None, "It pays from a gross margin of 60%, at worst from none."),
        (30_000, 0.4, "What it brought is less than it cost, at any gross margin."),
    ],
)  # fmt: skip
def test_a_bot_is_kept_on_a_condition(cost: float, given: float | None, said: str) -> None:
    shown = view(changes={"total_cost": {"value": float(cost)}}, holdout=[RAN])
    if given is not None:
        shown = with_assumed(shown, Assumed("pricing", "gross_margin", given))
    first, *_ = findings.decisions(shown)
    pays = cost < 20_000 and given != 0.2
    assert first.do == ("keep Pricing Bot running" if pays else "say why Pricing Bot should run on")
    assert first.because == f"A holdout proves that it brought sales. {said}"
    assert first.asked.endswith(f"; a holdout proves that it brought sales. {said}")
    assert unproven(first.asked, Reader(first.figures)) == []
    assert (
        unproven(findings.to_decide(shown).title, Reader(findings.to_decide(shown).figures)) == []
    )


def test_a_margin_that_is_a_default_is_nobodys_word() -> None:
    shown = view(changes={"total_cost": {"value": 4_800.0}}, holdout=[RAN])
    shown = with_assumed(shown, Assumed("pricing", "gross_margin", 1.0, default=True))
    found = margin(shown)
    assert found is not None
    assert found.text == "It pays from a gross margin of 24%, 60% at worst."
    assert margin(view(holdout=[FLAT])) is None
    assert margin(view()) is None


MARGIN = {
    "kpi": "net_value", "method": "", "of_bot": "pricing", "assumption": "gross_margin",
    "value": 40_000.0, "given": 1.0, "at_tenth_less": 26_535.625,
}  # fmt: skip


def test_a_margin_that_nobody_set_is_asked_for_with_where_it_leaves_nothing() -> None:
    """A tenth of 134,643.75 is 13,464.38; 40,000 of net value is 29.7 points of margin."""
    shown = view(changes={"net_value": {"value": 40_000.0}}, tornado=[MARGIN], holdout=[RAN])
    default = Assumed("pricing", "gross_margin", 1.0, default=True)
    *_, last = findings.decisions(with_assumed(shown, default))
    assert last.do == "say what gross margin to count with"
    assert last.because == (
        "Gross margin is 100%, a default nobody set. Net value, $40.0k as it is, would be nought "
        "at 70%."
    )
    assert last.stake == "$1.3k a point"
    given = Assumed("pricing", "gross_margin", 1.0)
    assert len(findings.decisions(with_assumed(shown, given))) == 1


def test_in_a_portfolio_the_chatbots_are_named() -> None:
    """Both sellers book more than they cost; one of them has a holdout that proves a lift."""
    whole = view("*", holdout=[RAN])
    open_ = [bot for bot in ("pricing", "hostile")
             if (whole.other(bot)["net_incremental_revenue"].value or 0) > 0]  # fmt: skip
    assert open_ == ["pricing", "hostile"]
    name = whole.other("hostile").bot.name
    first = findings.decisions(whole)[0]
    assert first.do == f"run a holdout at {name}"
    told = findings.caused(whole).title
    assert told.startswith("Attributed, not proven incremental, but for this: a holdout proves ")
    net = whole.other("hostile")["net_incremental_revenue"].text
    assert told.endswith(f"Not proven: {name}, {net} net.")


def test_is_it_real_says_what_it_rests_on_and_what_moved() -> None:
    odds = {"method": "booked", "what": "net", "probability": 0.974, "basis": "12 deals"}
    wins = {kpi: {"n": n} for kpi, n in (("revenue_sourced", 31), ("revenue_orders", 9))}
    told = findings.real(view(changes=wins, odds=[odds])).title
    assert told == (
        "The net rests on 40 deals and orders; the chance that they cover the cost is about 97 in "
        "100. No change is distinguishable from usual month-to-month movement."
    )
    moved = {"csat": {"flag": "down", "value": 0.712, "trailing_mean": 0.79}}
    told = findings.real(view(changes=wins | moved)).title
    assert told.startswith("The net rests on 40 deals and orders; $67.8k to $141.5k is possible.")
    assert told.endswith(f"Beyond usual movement: CSAT fell 7.8{NBSP}pts to 71.2%.")


def test_a_saving_says_what_is_assumed_in_it() -> None:
    shown = view("help")
    held = shown["rung_durable"].text
    told = findings.real(shown).title
    assert told.startswith(f"The saving rests on {held} conversations that held, provisional")
    share = Assumed("help", "contact_share", 0.8, owner="Controlling")
    assert findings.caused(with_assumed(shown, share)).title == (
        "The saving is what held, times the 80% who would have asked a person: assumed by "
        "Controlling, not measured."
    )


def test_what_comes_after_the_first_decision_is_named_where_there_is_room() -> None:
    told = findings.to_decide(view(changes=CSAT))
    assert told.title == (
        "Run a holdout, so that the $98.3k net can be shown to come from the bot. After that: fund "
        "work on CSAT, or change its target."
    )
    assert told.paragraphs[-1] == told.title.partition(" After that")[0]


def quarter(**months: dict[str, Any]) -> View:
    """The third quarter of the sample's last month, missed at 71.2%, with July to September."""
    shown = view(changes=CSAT)
    frame = shown.results
    for period, columns in months.items():
        here = (pl.col("kpi") == "csat") & (pl.col("bot_id") == "pricing")
        here &= pl.col("period") == period
        for name, value in columns.items():
            new = pl.when(here).then(pl.lit(value, frame.schema[name]))
            frame = frame.with_columns(new.otherwise(name).alias(name))
    whole = frame.filter(pl.col("period") == "2026-09").with_columns(
        pl.lit("2026-Q3").alias("period"),
        pl.lit("2026-07-01").str.to_datetime(time_unit="us", time_zone="UTC").alias("period_start"),
    )
    missed = (pl.col("kpi") == "csat") & (pl.col("bot_id") == "pricing")
    for name, value in CSAT["csat"].items():
        new = pl.when(missed).then(pl.lit(value, frame.schema[name]))
        whole = whole.with_columns(new.otherwise(name).alias(name))
    return replace(shown, results=pl.concat([frame, whole]), period="2026-Q3")


def test_what_the_last_month_has_mended_is_only_explained() -> None:
    met = {"value": 0.853, "low": 0.81, "high": 0.89, "target_status": "met"}
    *_, last = findings.decisions(quarter(**{"2026-09": met}))
    assert last.do == "hear what took CSAT off its target, and what mended it"
    assert last.because == (
        "It is 71.2%, 69.0 to 73.0% possible; target 80.0%. In September 2026 alone it was 85.3%, "
        "81.0 to 89.0% possible."
    )
    low = {"value": 0.6, "low": 0.55, "high": 0.65, "target_status": "missed"}
    *_, last = findings.decisions(quarter(**{"2026-09": low}))
    assert last.do == "fund work on CSAT, or change its target"
    assert "In September 2026 alone it was 60.0%, 55.0 to 65.0% possible." in last.because


def test_a_rise_that_is_over_says_so() -> None:
    """Fallen on the mean of three to 71.2%; in its last month 85.3% is above that mean."""
    now = {"value": 0.853, "low": 0.81, "high": 0.89, "target_status": "met"}
    frame = quarter(**{"2026-09": now})
    flagged = (pl.col("kpi") == "csat") & (pl.col("period") == "2026-Q3")
    flagged &= pl.col("bot_id") == "pricing"
    down = pl.when(flagged).then(pl.lit("down", frame.results.schema["flag"])).otherwise("flag")
    mean = pl.when(flagged).then(0.79).otherwise("trailing_mean").alias("trailing_mean")
    shown = replace(frame, results=frame.results.with_columns(down.alias("flag"), mean))
    assert findings.stood_out(shown).title == (
        f"Beyond usual movement: CSAT fell 7.8{NBSP}pts to 71.2% (85.3% in September)."
    )
