"""The sales cycle of channels that are equally fast, but not equally old: bias and coverage.

Wins take a lognormal time, the same in both channels, so that the true difference is 0 however
long leads are watched. The form has brought as many leads every month for three years; the chatbot
is younger, and may grow. Both figures are computed by kpikit's own functions.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kpikit.estimate.bootstrap import drawn_medians, percentile_ends
from kpikit.estimate.difference import recovered
from kpikit.estimate.quantiles import places
from kpikit.evaluate.incidence import ENOUGH, Arm, Counts, horizon, median_within, wins_within

MONTH = 30.4
FORM_MONTHS, FORM_LEADS = 36, 3600
MEDIAN, SIGMA = 60.0, 0.8
"""Days to a win; to a loss it takes as long, in the middle, and spreads alike."""

WIN, LOSE = 0.3, 0.5
PERIOD = 91
"""Days of the quarter whose closed deals the published figure is about."""


class Channel(NamedTuple):
    """A chatbot: months since its launch, growth a month, leads so far."""

    name: str
    months: float
    growth: float
    leads: int


CHANNELS = (
    Channel("6 months old, growing by 20 % a month", 6, 0.2, 1200),
    Channel("9 months old, growing by 10 % a month", 9, 0.1, 1200),
    Channel("12 months old, growing by 10 % a month", 12, 0.1, 1200),
    Channel("as old as the form, not growing", FORM_MONTHS, 0.0, FORM_LEADS),
)


class Seen(NamedTuple):
    """A difference, form less chatbot, with its ends and the form's median; nan = none."""

    days: float
    low: float
    high: float
    form: float


NOTHING = Seen(np.nan, np.nan, np.nan, np.nan)


def simulated(rng: np.random.Generator, one: Channel) -> Arm:
    """Leads of a channel at the end of the quarter, with what had become of them by then."""
    rate = np.log1p(one.growth)
    place = rng.random(one.leads)
    share = place if not rate else np.log1p(place * np.expm1(rate * one.months)) / rate / one.months
    watched = np.floor((1 - share) * one.months * MONTH).astype(np.int64)
    luck = rng.random(one.leads)
    took = np.exp(np.log(MEDIAN) + SIGMA * rng.normal(size=one.leads)).astype(np.int64)
    closed = (luck < WIN + LOSE) & (took <= watched)
    days = np.where(closed, took, watched)
    return Arm(days, closed & (luck < WIN), closed & (luck >= WIN), watched)


def published(chatbot: Arm, form: Arm) -> Seen:
    """Medians over the deals won in the quarter, with order statistics for both."""
    values, ends = [], []
    for arm in (form, chatbot):
        recent = arm.watched - arm.days < PERIOD
        days = np.sort(arm.days[arm.won & recent]).astype(np.float64)
        low, high = places(len(days), 0.5)
        if low < 0:
            return NOTHING
        values.append(float(np.median(days)))
        ends.append((days[low], days[high]))
    (form_low, form_high), (bot_low, bot_high) = ends
    difference = values[0] - values[1]
    moved = [(form_low - values[1], form_high - values[1])]
    moved.append((values[0] - bot_low, values[0] - bot_high))
    below, above = recovered(difference, moved)
    return Seen(difference, float(below), float(above), values[0])


def adjusted(chatbot: Arm, form: Arm) -> Seen:
    """Medians among those won within the horizon, bootstrapped over leads."""
    days = horizon((chatbot, form))
    if days is None or min(wins_within(arm, days) for arm in (chatbot, form)) < ENOUGH:
        return NOTHING
    first, second = (median_within(arm, days) or 0 for arm in (form, chatbot))
    drawn = [
        drawn_medians(Counts.of(arm, days), seed=seed) for seed, arm in enumerate((form, chatbot))
    ]
    return Seen(first - second, *percentile_ends(drawn[0] - drawn[1]), first)


def outcome(seed: list[int], one: Channel, draws: int) -> list[np.ndarray]:
    """Both figures of many simulated companies: a row each, columns as in Seen."""
    rng = np.random.default_rng(seed)
    every = Channel("form", FORM_MONTHS, 0.0, FORM_LEADS)
    found: list[list[Seen]] = [[], []]
    for _ in range(draws):
        chatbot, form = simulated(rng, one), simulated(rng, every)
        for place, figure in enumerate((published, adjusted)):
            found[place].append(figure(chatbot, form))
    return [np.array(rows) for rows in found]


def line(name: str, figure: str, rows: np.ndarray) -> str:
    """A row of the table: bias in days and in per cent of the form, and coverage of 0."""
    known = rows[~np.isnan(rows[:, 1])]
    bias, form = known[:, 0].mean(), known[:, 3].mean()
    covers = ((known[:, 1] <= 0) & (known[:, 2] >= 0)).mean()
    width = np.median(known[:, 2] - known[:, 1])
    return f"| {name} | {figure} | {bias:+.1f} | {bias / form:+.1%} | {covers:.1%} | {width:.0f} |"


HEAD = """
## A younger channel is not a faster one
{draws:,} simulated companies in every row. Deals of chatbot and form take equally long, so a fair
figure is 0 on average and its interval covers 0 in 95 of 100. "Faster by" is the mean of what the
figure says, positive = the chatbot is faster. The published figure is the difference of medians
over the deals won in a quarter, with the interval of two medians; the adjusted one follows all
leads, with a bootstrap over leads.

| the chatbot | figure | faster by, days | faster by | covers 0 | width, days |
|---|---|---:|---:|---:|---:|
"""


def page(seed: int, draws: int) -> str:
    """The section of the page on the sales cycle."""
    lines = []
    for place, one in enumerate(CHANNELS):
        both = outcome([seed, 100 + place], one, draws)
        for figure, rows in zip(("as published", "adjusted"), both, strict=True):
            lines.append(line(one.name, figure, rows))
    return HEAD.format(draws=draws) + "\n".join(lines) + "\n"
