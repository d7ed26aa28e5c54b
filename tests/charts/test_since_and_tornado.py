"""The running total, the tornado, and what stands beside the bridge; values by hand."""

from __future__ import annotations

import polars as pl

from kpikit.charts import bridge_alt, running, since, since_alt, to_svg, tornado, tornado_alt
from kpikit.charts.bridge import beside_steps, bridge_steps
from tests.findings.test_proof import months, moved, view
from tests.sample import PERIODS, snapshot


def test_the_running_total_knows_when_it_paid_back() -> None:
    run = running(view(cumulative=months(-9e3, 1e3, -2e3, 5e3)))
    assert run is not None
    assert (run.paid, run.added) == (3, [-9e3, 10e3, -3e3, 7e3])
    assert running(view(cumulative=months(5e3))) is None
    assert running(view()) is None


def test_both_figures_are_drawn_at_both_sizes() -> None:
    shown = view(
        cumulative=months(-9e3, None, -2e3, 5e3),
        tornado=[moved("contact_share", -5e3, 12e4), moved("human_chat_cost", 1e5, 8e4)],
    )
    for draw in (since, tornado):
        for narrow in (False, True):
            figure = draw(shown, narrow=narrow)
            assert figure is not None
            assert to_svg(figure, "x").startswith("<svg")
    assert since(view()) is None
    assert tornado(view()) is None


def test_the_texts_say_every_value() -> None:
    shown = view(cumulative=months(-9e3, 5e3), tornado=[moved("contact_share", -5e3, 12e4)])
    assert since_alt(shown) == (
        "Net by month and running total since launch; paid back in February 2026. "
        "Jan 2026: −$9.0k, total −$9.0k; Feb 2026: $14.0k, total $5.0k."
    )
    text = "Share that would have asked a person (20 to 60%): −$5.0k to $120.0k"
    assert text in tornado_alt(shown)


def test_expected_and_holdout_stand_beside_the_bridge_and_are_no_steps() -> None:
    sample = snapshot()
    mine = (pl.col("kpi") == "net_incremental_revenue") & (pl.col("bot_id") == "pricing")
    value = (
        pl.when(mine & (pl.col("method") == "holdout")).then(42_000.0).otherwise(pl.col("value"))
    )
    frame = sample.results.with_columns(value.alias("value"))
    shown = type(sample)(frame, sample.context).view("pricing", PERIODS[-1])
    marks = {step.label: step.end for step in beside_steps(shown)}
    assert marks["Shown by the holdout"] == 42_000.0
    assert all(step.start == step.end for step in beside_steps(shown))
    assert not {step.label for step in bridge_steps(shown)} & {*marks}
    assert "Shown by the holdout 42.0" in bridge_alt(shown)


def test_the_steps_add_up_to_the_net_in_every_period() -> None:
    for bot in ("pricing", "hostile", "*"):
        for period in PERIODS:
            shown = snapshot().view(bot, period)
            steps = [
                s for s in bridge_steps(shown) if s.look in {"blue", "orange"} and not s.strong
            ]
            net = shown["net_incremental_revenue"].value or 0.0
            assert abs(sum(s.end - s.start for s in steps) - net) < 1e-6 * abs(net)
