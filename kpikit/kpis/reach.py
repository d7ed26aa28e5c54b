"""Who gets to the bot at all: visitors, people shown the widget, people who write."""

from __future__ import annotations

import polars as pl

from kpikit.kpi import Band, Count, Derived, Distinct, Measure, Sum, kpi, over, part, value

ROW = pl.concat_str(pl.lit("#"), pl.int_range(pl.len()))


@kpi(
    title="Visitors",
    formula="sum of visitors",
    fact="traffic",
    stage="engagement",
    category="experience",
    unit="count",
    published=False,
)
def visitors() -> Measure:
    """Visitors of the pages a bot is on, by day."""
    return Sum(pl.col("visitors"))


@kpi(
    title="Visitors of the project",
    formula="sum of visitors, all bots",
    fact="traffic",
    stage="engagement",
    category="experience",
    unit="count",
    published=False,
)
def project_visitors() -> Measure:
    """Visitors of all pages of the project, the same on every bot's row."""
    return Sum(pl.col("visitors"), project=True)


@kpi(
    title="Tickets created",
    formula="count of tickets, whole project",
    fact="tickets",
    stage="engagement",
    category="resolution",
    unit="count",
    published=False,
)
def tickets_created() -> Measure:
    """Tickets of the project by the day they were opened, the same on every bot's row."""
    return Count(stamp="created_at", project=True)


@kpi(
    title="People who wrote",
    formula="distinct persons with an engaged conversation",
    fact="conversations",
    stage="engagement",
    category="experience",
    unit="count",
    published=False,
)
def engaged_persons() -> Measure:
    """Distinct persons with an engaged conversation started in the period."""
    return Distinct(pl.col("person"), pl.col("engaged"))


@kpi(
    title="Usage rate",
    formula="distinct persons with an engaged conversation / visitors",
    stage="engagement",
    category="experience",
    unit="share",
    better="up",
    bands={
        "onboarding": Band(good_low=0.10, good_high=0.20, source="WotNot"),
        "page:blog": Band(good_low=0.03, good_high=0.05, source="WotNot"),
    },
    unbanded="other bots: one guide says that shops may pass 20% and gives no line",
    advice=(
        "Look at where the bot stands and when it shows itself.",
        "See whether its first line says what it can do for this visitor.",
        "Treat what is left as a question of the product and of trust, not of traffic.",
    ),
    companions=("initiation_rate", "activation_rate"),
    misread="Low on one site is normal on another: compare with sites of the same kind.",
    cadence=("weekly", "monthly", "quarterly"),
)
def usage_rate() -> Measure:
    """Persons who wrote to the bot, over the visitors of the pages it is on.

    A share of the visitors counted in the period; null without any. The two sides are counted
    apart, persons once a period and visitors as web analytics counts them day by day.
    """
    return over(value("engaged_persons"), value("visitors"), n=part("visitors", "n"))


@kpi(
    title="People who saw the widget",
    formula="distinct persons with a chat.widget_shown",
    fact="shown",
    stage="engagement",
    category="experience",
    unit="count",
    published=False,
)
def shown_persons() -> Measure:
    """Distinct persons who were shown the widget; a row without any id is a person of its own."""
    return Distinct(pl.coalesce("person", ROW))


@kpi(
    title="Initiation rate",
    formula="distinct persons with an engaged conversation / distinct persons shown the widget",
    stage="engagement",
    category="experience",
    unit="share",
    better="up",
    advice=(
        "Make the first line fit the page: one line can double this.",
        "Then try the moment at which the widget shows itself, and its place.",
    ),
    companions=("activation_rate",),
    misread=(
        "Opening the widget is not writing: only a message counts.",
        "Where browsers block the widget's own events it looks better than it is.",
    ),
    cadence=("weekly", "monthly", "quarterly"),
)
def initiation_rate() -> Measure:
    """Persons who wrote to the bot, over the persons who were shown the widget.

    The two sides are counted apart, so that it can exceed one where conversations start without
    the widget. Null where it was shown to nobody.
    """
    return over(value("engaged_persons"), value("shown_persons"), n=part("shown_persons", "n"))


@kpi(
    title="Tickets per 1,000 visitors",
    formula="1,000 x tickets / visitors, whole project",
    stage="engagement",
    category="resolution",
    area="performance",
    unit="count",
    span=(0, 1000),
    decimals=1,
    better="down",
    unbanded="the guides give no level; one sets a fall of 15% in 90 days, satisfaction "
    "unchanged, as an example of a target",
    advice=(
        "Look at the topics that grew and whether the bot covers them.",
        "Read it with satisfaction: fewer tickets can mean that people gave up.",
    ),
    companions=("resolution_rate", "deflection_gap"),
    misread="Before and after a launch is no experiment: whatever else changed is in it.",
)
def tickets_per_1000_visitors() -> Measure:
    """Tickets opened in the period per thousand visitors of the project's pages.

    All tickets and all visitors, the same number on every bot's row; null without a visitor.
    Before and after a launch it is confounded: whatever else changed in those weeks is in it.
    """
    tickets, visits = value("tickets_created"), value("project_visitors")
    return Derived(
        pl.when(visits != 0).then(1000 * tickets / visits),
        n=part("project_visitors", "n"),
        sides=(tickets, visits),
    )
