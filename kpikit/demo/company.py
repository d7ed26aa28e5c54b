"""The made-up company: who it is, what its bots do, and every rate the demo plants.

Marlund Workspace of Hamburg sells office furniture. Nothing here is measured: change a number
and the demo, its truths and its reports follow.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

COMPANY = "Marlund Workspace"
TIMEZONE = "Europe/Berlin"
COUNTRY = "DE-HH"
CURRENCY = "EUR"
AS_OF = dt.datetime(2026, 10, 3, 6, tzinfo=dt.UTC)
FIRST_MONTH = "2025-04"  # of the chats; the CRM is half a year older
CRM_FIRST_MONTH = "2024-10"
LAST_MONTH = "2026-09"  # the last whole month
OPEN_MONTH = "2026-10"
CONTENT_FIX = dt.date(2026, 3, 10)  # what lifted the support bot's containment

FATES = (
    "contained", "frustration", "explicit_ask", "unanswered", "high_intent", "unrecorded",
    "abandoned",
)  # fmt: skip
TRIGGERS = FATES[1:5]
CONTAINED, UNRECORDED, ABANDONED = 0, 5, 6


@dataclass(frozen=True)
class Pace:
    """How a stream of happenings runs through the months, the week and the day.

    Attributes:
        volume: of a whole month at the start; growth: factor from month to month.
        since: its first day.
        hours: weights by local hour; season: factors by calendar month.
        weekdays: weights, Monday first; holidays: how busy one is against another day.
    """

    volume: float
    growth: float
    since: dt.date
    hours: tuple[float, ...]
    season: tuple[float, ...]
    weekdays: tuple[float, ...]
    holidays: float = 0.4


@dataclass(frozen=True)
class Phase:
    """From a local day on, how conversations end: shares in the order of FATES."""

    since: dt.date
    shares: tuple[float, ...]


@dataclass(frozen=True)
class BotPlan:
    """One bot and the rates at which its days go.

    Attributes:
        pace: conversations a month, and their days and hours.
        phases: how conversations end, by date.
        turns: chance of 1, 2, ... user messages, of contained, escalated and abandoned ones;
            the abandoned row starts at 0 messages.
        known: share of visitors with a user id; ticketed, returned: shares of contained, known.
        latency: median seconds to the answer, and sigma of its logarithm.
        csat: share of engaged conversations rated; satisfied among contained, escalated, abandoned.
    """

    id: str
    name: str
    type: str
    launch: dt.date
    pace: Pace
    phases: tuple[Phase, ...]
    turns: tuple[tuple[float, ...], ...]
    known: float
    ticketed: float
    returned: float
    latency: tuple[float, float]
    csat: tuple[float, float, float, float]
    streams: bool
    stars: bool


OFFICE = (2, 1, 1, 1, 2, 6, 20, 45, 80, 100, 100, 92, 70, 85, 95, 92, 80, 55, 32, 22, 16, 12, 8, 4)
EVENING = (
    10, 5, 3, 2, 3, 6, 15, 28, 42, 55, 60, 62, 64, 60, 58, 60, 66, 74, 84, 96, 100, 84, 52, 25,
)  # fmt: skip

BOTS = (
    BotPlan(
        id="support-bot", name="Support Bot", type="support", launch=dt.date(2025, 4, 1),
        pace=Pace(
            volume=1690, growth=1.006, since=dt.date(2025, 4, 1), hours=OFFICE,
            season=(1.14, 1.0, 0.99, 0.96, 0.95, 0.94, 0.83, 0.96, 1.05, 1.03, 1.14, 1.10),
            weekdays=(1.25, 1.15, 1.1, 1.05, 1.0, 0.5, 0.45),
        ),
        phases=(
            Phase(dt.date(2025, 4, 1), (0.530, 0.050, 0.085, 0.130, 0.005, 0.020, 0.180)),
            Phase(dt.date(2025, 7, 1), (0.565, 0.045, 0.085, 0.118, 0.005, 0.015, 0.167)),
            # The content fix: delivery and assembly articles rewritten.
            Phase(CONTENT_FIX, (0.668, 0.034, 0.078, 0.062, 0.005, 0.013, 0.140)),
        ),
        turns=(
            (0.10, 0.38, 0.30, 0.14, 0.05, 0.02, 0.01),
            (0.12, 0.30, 0.28, 0.18, 0.08, 0.04),
            (0.44, 0.36, 0.12, 0.08),
        ),
        known=0.88, ticketed=0.055, returned=0.035, latency=(1.2, 0.42),
        csat=(0.12, 0.88, 0.66, 0.42), streams=False, stars=True,
    ),
    BotPlan(
        id="sales-bot", name="Sales Bot", type="sales", launch=dt.date(2026, 1, 5),
        pace=Pace(
            volume=570, growth=1.13, since=dt.date(2026, 1, 5), hours=OFFICE,
            season=(1.0, 1.0, 1.0, 1.0, 1.0, 0.98, 0.95, 0.98, 1.0, 1.0, 1.0, 0.9),
            weekdays=(1.2, 1.25, 1.2, 1.15, 1.0, 0.3, 0.3),
        ),
        phases=(
            Phase(dt.date(2026, 1, 1), (0.385, 0.020, 0.075, 0.062, 0.075, 0.014, 0.369)),
            Phase(dt.date(2026, 5, 1), (0.410, 0.016, 0.070, 0.048, 0.094, 0.010, 0.352)),
        ),
        turns=(
            (0.05, 0.13, 0.25, 0.26, 0.17, 0.09, 0.05),
            (0.08, 0.18, 0.26, 0.24, 0.15, 0.09),
            (0.40, 0.34, 0.16, 0.10),
        ),
        known=0.80, ticketed=0.012, returned=0.02, latency=(1.45, 0.70),
        csat=(0.15, 0.86, 0.76, 0.45), streams=True, stars=True,
    ),
    BotPlan(
        id="shop-bot", name="Shop Bot", type="shop", launch=dt.date(2025, 4, 1),
        pace=Pace(
            volume=900, growth=1.008, since=dt.date(2025, 4, 1), hours=EVENING,
            season=(1.05, 0.92, 0.95, 0.96, 0.95, 0.90, 0.84, 0.95, 1.02, 1.05, 1.48, 1.36),
            weekdays=(0.95, 0.95, 0.95, 1.0, 1.0, 1.1, 1.2),
        ),
        phases=(
            Phase(dt.date(2025, 4, 1), (0.545, 0.014, 0.060, 0.046, 0.030, 0.008, 0.297)),
            Phase(dt.date(2026, 1, 1), (0.568, 0.012, 0.058, 0.038, 0.032, 0.007, 0.285)),
        ),
        turns=(
            (0.08, 0.30, 0.30, 0.20, 0.08, 0.04),
            (0.10, 0.30, 0.30, 0.18, 0.12),
            (0.42, 0.36, 0.13, 0.09),
        ),
        known=0.74, ticketed=0.03, returned=0.025, latency=(1.1, 0.48),
        csat=(0.10, 0.90, 0.70, 0.50), streams=True, stars=False,
    ),
)  # fmt: skip
BOT_IDS = tuple(bot.id for bot in BOTS)
SUPPORT, SALES, SHOP = range(3)

# What went wrong, and where it must show.
HALLUCINATION_MONTH = "2026-07"  # satisfaction falls and tickets follow "resolved" chats
HALLUCINATION_TICKETED, HALLUCINATION_CSAT = 0.12, -0.10
LOST_OUTCOMES = ("shop-bot", dt.date(2026, 9, 7), dt.date(2026, 9, 13))
SLOW_MONTH, SLOW_BOT, SLOW_SHARE, SLOW_FACTOR = "2026-09", SALES, 0.05, 6.0
SLOW_CSAT = -0.06
CHANGES = (
    (dt.date(2025, 7, 1), "support-bot", "Answers on invoices and warranty added"),
    (dt.date(2026, 1, 5), "sales-bot", "Goes live"),
    (CONTENT_FIX, "support-bot", "Articles on delivery and assembly rewritten"),
    (dt.date(2026, 5, 1), "sales-bot", "Offers a planner to buyers who are ready"),
    (dt.date(2026, 7, 1), "support-bot", "New language model"),
    (dt.date(2026, 8, 3), "support-bot", "Answers tied to the articles again"),
    (dt.date(2026, 9, 1), "sales-bot", "Larger language model"),
)
VISITORS_A_CHAT = {"support-bot": 8.0, "sales-bot": 19.0, "shop-bot": 27.0}
REDELIVERED_MONTH, REDELIVERED_SHARE = "2026-03", 0.02
UNPOSTED = 0.008  # outcomes that never arrive, at any time
TEST_SHARE = 0.004

# The CRM: leads of a month by source; what becomes of them; days from first contact to signature.
FORM_LEADS = Pace(
    volume=285.0, growth=1.006, since=dt.date(2024, 10, 1), hours=OFFICE,
    season=(1.02, 1.0, 1.05, 1.0, 0.98, 0.95, 0.82, 0.95, 1.08, 1.08, 1.04, 0.9),
    weekdays=(1.2, 1.2, 1.15, 1.1, 1.0, 0.45, 0.4),
)  # fmt: skip
OTHER_LEADS = dataclasses.replace(FORM_LEADS, volume=28.0, growth=1.0)
LEAD_SHARE = 0.205  # of the sales bot's conversations
LEAD_FATES = ("won", "lost", "open", "none")
LEAD_SHARES = {
    "chatbot": (0.175, 0.125, 0.05, 0.65),
    "form": (0.122, 0.130, 0.05, 0.698),
    "other": (0.09, 0.10, 0.04, 0.77),
}
CYCLE_MEDIAN, CYCLE_SIGMA = 60.0, 0.85  # the same for every source: no channel is faster
DEAL_MEDIAN, DEAL_SIGMA = 2200.0, 0.90
MIXED_SHARE = 0.18  # of form leads, once the sales bot is live: they chatted too

# The shop: orders of a month without the bot, and chances after a conversation.
PLAIN_ORDERS = dataclasses.replace(BOTS[SHOP].pace, volume=1150.0, growth=1.006)
DIRECT_SHARE, ASSISTED_SHARE = 0.115, 0.07  # of conversations in which it can be
ORDER_MEDIAN, ORDER_SIGMA, BOT_ORDER_FACTOR = 118.0, 0.75, 1.18

# Reviews of hallucination: (reviewed, wrong) in a normal month and in those named.
REVIEWS: dict[str, tuple[int, int]] = {
    "support-bot": (520, 6), "sales-bot": (180, 4), "shop-bot": (240, 4),
}  # fmt: skip
REVIEW_MONTHS: dict[tuple[str, str], tuple[int, int]] = {
    ("support-bot", "2026-07"): (640, 46),
    ("support-bot", "2026-08"): (600, 9),
    ("support-bot", "2026-09"): (600, 4),
    ("sales-bot", "2026-01"): (120, 4),
    ("sales-bot", "2026-07"): (180, 8),
    ("shop-bot", "2026-07"): (240, 12),
}
# Of the other kinds, the same every month.
OTHER_REVIEWS: dict[str, dict[str, tuple[int, int]]] = {
    "intent": {"support-bot": (200, 18), "sales-bot": (100, 9), "shop-bot": (100, 11)},
    "adherence": {"support-bot": (80, 3), "sales-bot": (60, 4), "shop-bot": (60, 2)},
    "redaction": {"support-bot": (50, 1), "sales-bot": (50, 2), "shop-bot": (50, 1)},
    "consent": {"support-bot": (40, 0), "sales-bot": (40, 1), "shop-bot": (40, 0)},
}

# The holdout: visitors of the shop, a fifth of whom never saw the bot.
HOLDOUT = "shop-chat-2026-q3"
HOLDOUT_FROM, HOLDOUT_TO = dt.date(2026, 7, 1), dt.date(2026, 9, 30)
HOLDOUT_ARMS = {"treatment": (80_000, 2_760), "control": (20_000, 600)}  # visitors, converted
