"""A made-up snapshot for tests of what is drawn: plausible, deterministic, coherent.

Rungs add up to conversations and money adds up to net, as the results table's rows do; the rest
are smooth series. The numbers prove nothing about how KPIs are computed.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

import polars as pl

from kpikit.context import (
    Assumed,
    BotInfo,
    Context,
    DayCount,
    LinkRate,
    Quality,
    RuleCount,
    TableQuality,
)
from kpikit.kpi import registry
from kpikit.results import RESULTS
from kpikit.snapshot import Snapshot

if TYPE_CHECKING:
    from kpikit.kpi import Kpi

UTC = dt.UTC
AS_OF = dt.datetime(2026, 10, 3, 6, tzinfo=UTC)
HOSTILE = "<b>Bot</b> & \"Co\" $x_1$ {{ 7*7 }} 'ok'"
PERIODS = [f"{2025 + (8 + i) // 12}-{(8 + i) % 12 + 1:02d}" for i in range(13)]
# Wished values at the end of the series; the rest follow from the unit.
ENDS = {
    "resolution_rate": 0.489, "deflection_gap": 0.042, "completion_rate": 0.697,
    "hallucination_rate": 0.022, "time_to_first_answer_p50": 1.7, "time_to_first_answer_p99": 14.8,
    "messages_per_resolved": 8.0, "lead_capture_rate": 0.081, "lead_to_meeting_rate": 0.216,
    "form_lead_to_meeting_rate": 0.194, "csat": 0.712, "csat_mean": 3.94,
    "sales_cycle_chatbot_days": 34, "sales_cycle_form_days": 47,
    "sales_cycle_adjusted_chatbot_days": 44, "sales_cycle_adjusted_form_days": 47,
    "lead_score_mean": 61.2,
}  # fmt: skip
BY_UNIT = {
    "share": 0.4, "count": 120, "money": 900, "seconds": 21, "days": 18, "ratio": 1.4,
    "points": 31, "score": 4.1, "hours": 310, "messages": 7,
}  # fmt: skip
LEADS = {"leads"}
SALES = {
    "sales_cycle_", "revenue_", "deal_", "order_", "cost_per_lead", "cost_per_q", "cost_per_w",
    "net_incremental", "payback",
}  # fmt: skip
TICKETS = {"rung_ticketed", "rung_returned", "rung_pending", "rung_unverifiable", "rung_durable"}
BOTS = (
    BotInfo("pricing", "Pricing Bot", "sales", dt.date(2025, 3, 1)),
    BotInfo("help", "Help Desk Bot", "support", dt.date(2026, 2, 10)),
    BotInfo("quiet", "Quiet Bot", "internal", dt.date(2026, 9, 1)),
    BotInfo("hostile", HOSTILE, "shop", None),
)
SIZE = {"pricing": 1.0, "help": 2.3, "quiet": 0.0, "hostile": 0.31, "*": 3.61}


def snapshot(*, intervals: bool = False, company: str = "Halden Software") -> Snapshot:
    """Build the sample.

    Args:
        intervals: whether each value of the bots has a 95 % interval, and moves are flagged.
        company: the name on the report.
    """
    rows = [
        row
        for bot in (*SIZE,)
        for month, period in enumerate(PERIODS)
        for row in _month(bot, month, period)
    ]
    frame = pl.DataFrame(_beside(rows, intervals=intervals), schema=RESULTS, strict=False)
    return Snapshot(frame, _context(company))


def _wave(name: str, month: int) -> float:
    """A rise over thirteen months with a ripple of its own."""
    seed = sum(map(ord, name)) % 7
    return 0.8 + 0.2 * month / 12 + 0.04 * math.sin(seed + month * 1.7) * (month < 12)


def _coherent(bot: str, month: int) -> dict[str, float]:
    """Figures that must add up: the ladder, the escalations and the money."""
    size = SIZE[bot]
    rungs = dict(zip(
        ("durable", "unverifiable", "pending", "returned", "ticketed", "abandoned", "unknown",
         "escalated"),
        (1801, 241, 402 if month == 12 else 0, 87, 164, 818, 96, 1203), strict=True,
    ))  # fmt: skip
    rungs = {k: float(round(v * size * _wave(k, month))) for k, v in rungs.items()}
    total = sum(rungs.values())
    contained = total - rungs["abandoned"] - rungs["unknown"] - rungs["escalated"]
    triggers = _triggers(rungs["escalated"])
    sales = bot != "help"
    deals, orders = 128_431.5 * size * _wave("deals", month), 6_212.25 * size * _wave("or", month)
    costs = {k: v * size * _wave(k, month) for k, v in CATEGORIES.items()}
    found = {f"rung_{k}": v for k, v in rungs.items()}
    found |= {f"escalation_rate_{k}": v / total if total else 0 for k, v in triggers.items()}
    spent, saved = sum(costs.values()), rungs["durable"] * 6.5
    booked = (deals + orders) if sales else 0.0
    return found | {
        "conversations": total, "containment_rate": contained / total if total else 0,
        "escalation_rate": rungs["escalated"] / total if total else 0,
        "revenue_sourced": deals, "revenue_orders": orders, "revenue_booked": booked,
        "revenue_assisted": 18_904.4 * size, "total_cost": spent,
        "net_incremental_revenue": booked - spent, "durable_cost_saved": saved,
        "net_value": saved + booked - spent,
        "leads_captured": round(389 * size * _wave("l", month)),
        "qualified_leads": round(171 * size * _wave("l", month)),
        "payback_multiple": booked / spent if spent else 0,
    }  # fmt: skip


CATEGORIES = {"subscription": 14_512.4, "people": 11_603.1, "ai_api": 9_811.7, "hosting": 430.2}


def _triggers(escalated: float) -> dict[str, float]:
    shares = {
        "high_intent": 0.384,
        "explicit_ask": 0.284,
        "unanswered": 0.184,
        "frustration": 0.092,
    }
    counts = {name: float(round(escalated * share)) for name, share in shares.items()}
    return counts | {"unknown": escalated - sum(counts.values())}


def _month(bot: str, month: int, period: str) -> list[dict[str, Any]]:
    coherent = _coherent(bot, month)
    rows = []
    for kpi in registry():
        if not kpi.published:
            continue
        for method in kpi.methods:
            row = _row(bot, month, period) | {"kpi": kpi.id, "method": method}
            rows.append(row | _figures(bot, month, kpi, coherent=coherent, method=method))
    for name, value in CATEGORIES.items() if bot != "quiet" else ():
        amount = value * SIZE[bot] * _wave(name, month)
        segment = {"kpi": "total_cost", "segment": "category", "segment_value": name}
        rows.append(_row(bot, month, period) | segment | {"value": amount, "status": "final"})
    return rows


def _row(bot: str, month: int, period: str) -> dict[str, Any]:
    start = dt.datetime(int(period[:4]), int(period[5:]), 1, tzinfo=UTC)
    end = (start + dt.timedelta(days=32)).replace(day=1)
    row: dict[str, Any] = dict.fromkeys(RESULTS)
    row |= {"bot_id": bot, "period": period, "method": "", "period_start": start, "as_of": AS_OF}
    return row | {"period_end": end, "kpi_version": 1, "verdict": "none", "target_status": "none"}


def _figures(
    bot: str, month: int, kpi: Kpi, *, coherent: dict[str, float], method: str
) -> dict[str, Any]:
    reason = _lacking(bot, kpi, method)
    if reason:
        return {"status": reason[0], "reason": reason[1]}
    value: float | None = coherent.get(kpi.id)
    if value is None:
        end = ENDS.get(kpi.id, BY_UNIT[kpi.unit])
        value = end * _wave(kpi.id, month)
        value = float(round(value)) if kpi.unit in {"count", "days"} else value
    if kpi.id.startswith("sales_cycle_reduction"):
        value = 13.0 if kpi.unit == "days" else 0.277
    if kpi.id.startswith("sales_cycle_adjusted_reduction"):
        value = 3.0 if kpi.unit == "days" else 0.064
    none = not SIZE[bot] and kpi.unit != "count"
    late = month == 12 and kpi.settles in {"tickets", "stage"}
    found = {
        "value": None if none else value, "n": 0 if none else _rows_behind(kpi, month),
        "status": "provisional" if late else "final",
        "final_on": dt.date(2026, 10, 9 if kpi.settles == "tickets" else 31) if late else None,
        "reason": "windows are still open" if late else None,
    }  # fmt: skip
    if kpi.unit == "share" and value is not None and not none:
        whole = _whole(kpi, coherent) or float(found["n"])
        found |= {"n": round(whole), "denominator": whole, "numerator": float(round(value * whole))}
    return found | _judged(bot, kpi, found["value"], month)


def _rows_behind(kpi: Kpi, month: int) -> int:
    small = {"sales_cycle_chatbot_days": 31, "revenue_sourced": 31, "revenue_orders": 12}
    return small.get(kpi.id, {"sales_cycle_form_days": 64}.get(kpi.id, 389)) - (12 - month)


def _whole(kpi: Kpi, coherent: dict[str, float]) -> float | None:
    """What a share is a share of, where the sample has it."""
    whole = {"conversations": "conversations", "leads": "leads_captured"}.get(kpi.fact)
    return coherent[whole] if whole else None


def _lacking(bot: str, kpi: Kpi, method: str) -> tuple[str, str] | None:
    sales = kpi.stage in LEADS or any(kpi.id.startswith(name) for name in SALES)
    if bot == "help" and sales:
        return "not_applicable", "a support bot without leads and orders"
    if method == "holdout":
        return "unavailable", "needs assignments: an experiment with a holdout"
    if kpi.id in {"pii_redaction_rate", "content_adherence_rate"}:
        return "unavailable", "needs reviews"
    if bot == "hostile" and kpi.id in TICKETS | {"resolution_rate", "deflection_gap"}:
        return "unavailable", "needs tickets"
    return None


def _judged(bot: str, kpi: Kpi, value: float | None, month: int) -> dict[str, Any]:
    info = {b.id: b.type for b in BOTS}.get(bot, "portfolio")
    band = kpi.band(info)
    target = {"qualified_leads": 160.0, "csat": 0.8, "net_incremental_revenue": 90_000.0}
    found: dict[str, Any] = {"target": target.get(kpi.id)}
    if value is None:
        return found
    if found["target"] is not None:
        found["target_status"] = "met" if value >= found["target"] else "missed"
    if kpi.id == "csat" and month == 12:
        return found | {"verdict": "bad", "good_low": 0.8, "bad_high": 0.72}
    if band is None or kpi.better != "up":
        return found | ({"verdict": "cannot_tell"} if band and kpi.better == "down" else {})
    good = band.good_low is not None and value >= band.good_low
    bad = band.bad_high is not None and value <= band.bad_high
    return found | {"verdict": "good" if good else "bad" if bad else "watch"}


def _beside(rows: list[dict[str, Any]], *, intervals: bool) -> list[dict[str, Any]]:
    """Fill the comparisons with earlier months, and intervals if wanted."""
    known = {_key(row, row["period"]): row["value"] for row in rows}
    for row in rows:
        place, value = PERIODS.index(row["period"]), row["value"]
        before = [known.get(_key(row, period)) for period in PERIODS[max(place - 3, 0) : place]]
        prior = [v for v in before if v is not None]
        if value is None or not prior:
            continue
        row["prior_value"] = before[-1]
        row["trailing_mean"] = sum(prior) / len(prior) if len(prior) == 3 else None
        row["year_ago_value"] = known.get(_key(row, PERIODS[0])) if place == 12 else None
        row["change"] = value - prior[-1]
        row["change_pct"] = row["change"] / abs(prior[-1]) if prior[-1] else None
        if intervals and row["segment"] is None and row["kpi"] != "conversations":
            row |= {"low": value - abs(value) * 0.31, "high": value + abs(value) * 0.44}
            row |= {
                "interval": "wilson",
                "flag": ["none", "none", "up", "down"][len(row["kpi"]) % 4],
            }
    return rows


def _key(row: dict[str, Any], period: str) -> tuple[str, ...]:
    return (row["bot_id"], period, row["kpi"], row["method"], str(row["segment_value"]))


def _context(company: str) -> Context:
    given = [
        ("human_chat_cost", 6.5, 5.0, 8.0, "Head of support", "Payroll 2025"),
        ("assist_weight", 0.2, 0.1, 0.3, "Marketing <ops>", "Board memo"),
        ("gross_margin", 0.78, None, None, "Finance", None),
    ]
    assumptions = tuple(
        Assumed(bot.id, name, value, low, high, owner, source, "2026-01-15")
        for bot in BOTS[:2]
        for name, value, low, high, owner, source in given
    ) + (Assumed("pricing", "fte_hours", 160.0, default=True),)
    return Context(
        kpikit="0.1.0", cadence="monthly", period=PERIODS[-1], company=company, timezone="UTC",
        currency="USD", as_of=AS_OF, now=AS_OF, bots=BOTS, assumptions=assumptions,
        quality=_quality(), input_hash="4f1c" * 16, demo=True,
    )  # fmt: skip


def _quality() -> Quality:
    days = tuple(
        DayCount(bot.id, f"2026-09-{day:02d}", 160, 0 if 14 <= day <= 16 else 152)
        for bot in BOTS if bot.id != "quiet"
        for day in range(1, 31)
    )  # fmt: skip
    return Quality(
        tables=(
            TableQuality("events", 48_263, 48_211, 52, 193, "2025-03-01", "2026-10-03"),
            TableQuality("tickets", 1_204, 1_204, 0, 0, "2025-03-02", "2026-10-02"),
        ),
        rules=(
            RuleCount("events", "ts", "not a date", 31),
            RuleCount("events", "csat_score", "must be from 1 to 5 & whole", 21),
        ),
        links=(
            LinkRate("won deals linked to a conversation", 1_902, 1_941),
            LinkRate("conversations with a user id", 3_994, 4_812),
        ),
        days=days, test_sessions=61, outbound=4,
    )  # fmt: skip
