"""The sales cycle that a young channel cannot flatter: open and lost leads count too."""

from __future__ import annotations

from kpikit.kpi import Adjusted, Band, Derived, Measure, kpi, over, part, value

CHATBOT, FORM = "sales_cycle_adjusted_chatbot_days", "sales_cycle_adjusted_form_days"
BOTH = part(CHATBOT, "n") + part(FORM, "n")


@kpi(
    title="Sales cycle, chatbot, adjusted",
    formula="first day with half of the wins within 180 days",
    fact="journeys",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="days",
    better="down",
    advice=(
        "Look at the stage in which deals wait longest.",
        "Answer the leads that are ready on the same day.",
    ),
    companions=("sales_cycle_chatbot_days", "sales_cycle_adjusted_form_days"),
    misread="It is the time of those who win, not the chance to win: see the close rate.",
    cadence=("quarterly",),
)
def sales_cycle_adjusted_chatbot_days() -> Measure:
    """Median days to a won deal of chatbot leads that win within 180 days, or as long as followed.

    From the cumulative incidence of winning over all leads so far, where losing competes and open
    leads are censored. The days are the same for both arms, and fewer than 180 where fewer than ten
    leads of either have been watched that long. Null with fewer than ten wins within them.
    """
    return Adjusted("chatbot")


@kpi(
    title="Sales cycle, web form, adjusted",
    formula="first day with half of the wins within 180 days",
    fact="journeys",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="days",
    better="down",
    unbanded="it is the benchmark of the chatbot's",
    advice="It is the benchmark: see what changed in sales before reading the difference.",
    companions=("sales_cycle_form_days", "sales_cycle_adjusted_chatbot_days"),
    misread="It is the project's number, not the bot's.",
    cadence=("quarterly",),
)
def sales_cycle_adjusted_form_days() -> Measure:
    """Median days to a won deal of form leads that win within 180 days, or as long as followed.

    Computed as the chatbot's, over the project's form leads and the same days. Null with fewer
    than ten wins within them.
    """
    return Adjusted("form")


@kpi(
    title="Sales cycle reduction, adjusted",
    formula="adjusted form median - adjusted chatbot median, days",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="days",
    span=(None, None),
    better="up",
    unbanded="the guide's band is in per cent: see the share",
    advice=(
        "Where this is small and the published figure is large, the bot is young, not fast.",
        "See what the bot asks that shortens the first call, and ask more of it.",
    ),
    companions=("sales_cycle_reduction_days", "close_rate"),
    misread="People choose their channel: it is no effect of the bot.",
    cadence=("quarterly",),
)
def sales_cycle_adjusted_reduction_days() -> Measure:
    """Days by which chatbot leads win faster than form leads, both given the same time.

    Positive is faster; null where either arm has too few wins. Not causal: people choose their
    channel.
    """
    return Derived(value(FORM) - value(CHATBOT), n=BOTH)


@kpi(
    title="Sales cycle reduction, adjusted, share",
    formula="(adjusted form median - adjusted chatbot median) / adjusted form median",
    stage="outcomes",
    category="revenue",
    commercial=True,
    unit="share",
    span=(None, 1),
    better="up",
    bands={"*": Band(good_low=0.15, good_high=0.40, source="Chatmount")},
    advice="Where this is small and the published share is large, the bot is young, not fast.",
    companions=("sales_cycle_adjusted_reduction_days",),
    misread="The guide's band was drawn for the published figure, which runs higher.",
    cadence=("quarterly",),
)
def sales_cycle_adjusted_reduction_pct() -> Measure:
    """The adjusted sales cycle reduction as a share of the form's adjusted median.

    Positive is faster; null where either arm has too few wins or the form's median is 0.
    """
    return over(value(FORM) - value(CHATBOT), value(FORM), n=BOTH)
