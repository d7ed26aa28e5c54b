"""Is it worth it: net incremental revenue, net value, payback and return."""

from __future__ import annotations

from kpikit.kpi import Band, Derived, Holdout, Measure, Methods, Priced, kpi, over, part, value

COST = value("total_cost")
BREAK_EVEN = Band(good_low=0, bad_high=0, source="break-even")


@kpi(
    title="Net incremental revenue",
    formula="revenue booked - total cost (also by influenced and expected revenue, and by holdout)",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="money",
    better="up",
    bands={"*": BREAK_EVEN},
    advice=(
        "Look at content quality: it moves leads and revenue most.",
        "Then at the qualifying questions.",
        "Then at the cost, category by category.",
    ),
    companions=("payback_multiple", "revenue_booked", "total_cost"),
    misread=(
        "Without a holdout it is attributed, not proven incremental.",
        "Savings are not in it: net value has them.",
    ),
    cadence=("monthly", "quarterly"),
)
def net_incremental_revenue() -> Measure:
    """Revenue credited to the bot less its total cost: the figure for the board.

    The headline method takes the booked revenue. Beside it stand the expected method (the
    published formula: leads times close rate times deal value) and the influenced one, which adds
    assisted sales at a partial weight. The holdout method takes what an experiment shows: the
    share of the treatment arm that converted less that of the control arm, times who had the bot
    in the period, times the mean revenue of a conversion. Booked revenue is never multiplied by a
    share of it. Without a holdout it is attributed, not proven incremental.
    """
    return Methods({
        "booked": Derived(value("revenue_booked") - COST),
        "expected": Derived(value("revenue_expected") - COST),
        "influenced": Derived(value("revenue_influenced") - COST),
        "holdout": Holdout("revenue_booked", less="total_cost"),
    })  # fmt: skip


@kpi(
    title="Margin booked",
    formula="gross margin x revenue booked",
    stage="outcomes",
    category="revenue",
    unit="money",
    published=False,
)
def margin_booked() -> Measure:
    """Booked revenue at the bot's gross margin; at full value unless a margin is given."""
    return Priced("revenue_booked", ("gross_margin",))


@kpi(
    title="Net value",
    formula="durable cost saved + gross margin x revenue booked - total cost",
    stage="outcomes",
    category="revenue",
    unit="money",
    better="up",
    bands={"*": BREAK_EVEN},
    advice=(
        "See which leg is weak: savings, revenue or cost.",
        "Where revenue is taken in full, give the gross margin.",
    ),
    companions=("durable_cost_saved", "revenue_booked", "total_cost"),
    misread="Revenue is not margin: without a gross margin it is counted in full and says so.",
    settles="tickets",
)
def net_value() -> Measure:
    """What the bot saves and earns, less what it costs.

    The saving is the durable one; revenue counts at the gross margin, or in full where none is
    given (then it is revenue, not margin). A leg without its inputs counts as nothing; without any
    leg the figure is unavailable.
    """
    legs = ("durable_cost_saved", "margin_booked")
    return Derived(value(legs[0]) + value(legs[1]) - COST, legs=legs)


@kpi(
    title="Payback multiple",
    formula="revenue booked / total cost",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="ratio",
    span=(0, None),
    better="up",
    bands={"*": Band(good_low=5, good_high=50, bad_high=2, source="Chatmount")},
    advice=(
        "Below two, look at content quality first.",
        "Then at the qualifying questions.",
    ),
    companions=("net_incremental_revenue",),
    misread="A multiple of five is a net of four times the cost; savings are not in it.",
)
def payback_multiple() -> Measure:
    """Booked revenue over total cost: how many times the bot earned its cost.

    Null where the cost is 0. Savings are not in it; the return on investment has them.
    """
    return over(value("revenue_booked"), COST, n=part("total_cost", "n"))


@kpi(
    title="Return on investment",
    formula="(durable cost saved + revenue influenced - total cost) / total cost",
    stage="outcomes",
    category="cost",
    unit="ratio",
    better="up",
    bands={"*": BREAK_EVEN},
    advice="See which is weak: the durable saving, the influenced revenue or the cost.",
    companions=("payback_multiple", "net_value"),
    misread=(
        "Cost is taken off once: a saving that is already net would take it off twice.",
        "The influenced revenue holds assisted sales at an assumed weight.",
    ),
    settles="tickets",
)
def roi() -> Measure:
    """Benefit less cost, over cost; 0 is break-even.

    Benefit is the durable saving plus the influenced revenue; cost is taken off once. A leg
    without its inputs counts as nothing; without any leg the figure is unavailable. Null where
    the cost is 0.
    """
    legs = ("durable_cost_saved", "revenue_influenced")
    gain = value(legs[0]) + value(legs[1]) - COST
    return over(gain, COST, n=part("total_cost", "n"), legs=legs)
