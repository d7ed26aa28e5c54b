"""Tables beside the chat for hard data: tickets, leads, deals, orders, costs and the rest."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.reference.hard_world import EDGE

if TYPE_CHECKING:
    from tests.reference.hard_world import Row, World

CURRENCIES = (None, None, None, "EUR", "eur", "USD", "GBP", "JPY")
CATEGORIES = (
    "subscription", "people", "integration", "ai_api", "hosting", "maintenance", "development",
)  # fmt: skip
KINDS = ("hallucination", "intent", "adherence", "consent", "masking", "deletion", "redaction")
STEPS = ("mql_at", "sql_at", "meeting_booked_at", "opportunity_at")


def business(world: World) -> None:
    """Add every other table, with rows that hang on the conversations' starts and ends."""
    for number in range(160):
        _ticket(world, number)
    for number in range(170):
        _sale(world, number)
    for number in range(170):
        _order(world, number)
    for _ in range(40):
        _cost(world)
    for number in range(90):
        _review(world, number)
    _daily(world)
    for user in ("u03", "u17", "u99"):
        world.add("erasures", user_id=user, requested_at=world.instant() + dt.timedelta(days=40))
    for table, key, stamp in (
        ("tickets", "ticket_id", "created_at"), ("leads", "lead_id", "created_at"),
        ("deals", "deal_id", "created_at"), ("orders", "order_id", "ordered_at"),
        ("reviews", "review_id", "item_at"),
    ):  # fmt: skip
        world.repeat(table, key, stamp)


def _ticket(world: World, number: int) -> None:
    """A ticket at the edge of its window, by session, by user, or by nobody."""
    rng = world.rng
    talk = rng.choice(world.talks)
    created = world.near(talk["closed"] + rng.choice([dt.timedelta(), world.window("ticket_days")]))
    if world.maybe(0.3):
        created = world.later(talk["closed"], -2, 3, 30)
    world.add(
        "tickets", ticket_id=f"t{number}", created_at=created,
        session_id=talk["session_id"] if world.maybe(0.4) else None,
        user_id=talk["user_id"] if world.maybe(0.8) else world.pick("u", 30, 0.5),
        closed_at=world.later(created, 0.1, 2, 40) if world.maybe(0.6) else None,
        due_at=world.later(created, 1, 9) if world.maybe(0.7) else None,
        sla_met=rng.choice([True, True, False, None]), csat_score=rng.choice([None, 2, 4, 5]),
    )  # fmt: skip


def _sale(world: World, number: int) -> None:
    """A lead of a conversation, of a session nobody saw, or of nobody; and its deals."""
    rng = world.rng
    talk = rng.choice(world.talks)
    created = world.later(talk["started"], 0, 0, 0.01, 3)
    if world.maybe(0.3):
        created = world.before_edge("close_days")
    source = rng.choice(["chatbot", "chatbot", "chatbot", "form", "form", "other"])
    filled = world.later(talk["started"], 0, -1, 20) if world.maybe(0.7) else None
    sells = talk["bot_id"] not in {"help", "hr"} or world.maybe(0.05)
    world.add(
        "leads", lead_id=f"l{number}", created_at=created, source=source,
        bot_id=rng.choice([talk["bot_id"] if sells else None, "sales", "sales", None]),
        session_id=rng.choice([talk["session_id"], talk["session_id"], None, None, "nowhere"]),
        user_id=talk["user_id"] if world.maybe(0.5) else None, first_form_fill_at=filled,
        lead_score=rng.choice([None, 0.0, 12.5, 80.0]),
        contact_valid=rng.choice([None, True, True, False]),
        contact_bounced=rng.choice([None, True, False]), icp_fit=rng.choice([None, True, False]),
        qualified=rng.choice([None, True, False]),
        **{s: world.later(created, -1, 0.2, 1, 6, 50) if world.maybe(0.6) else None for s in STEPS},
    )  # fmt: skip
    start = filled if source == "form" and filled else talk["started"]
    for place in range(rng.choice([0, 1, 1, 1, 2, 3])):
        _deal(world, f"{number}{'cab'[place]}", lead_id=f"l{number}", talk=talk, start=start)


def _deal(world: World, name: str, *, lead_id: str, talk: Row, start: dt.datetime) -> None:
    """A deal opened with the journey or before it, closed at the edge of a window."""
    rng = world.rng
    stage = rng.choice(["won", "won", "won", "lost", "open"])
    closed = world.later(talk["started"], 5, 14, 90, 1, 30, 0)
    if world.maybe(0.2):
        closed = world.near(talk["first"])
    if world.maybe(0.2):
        # So that deals of one lead close together.
        closed = world.near(EDGE - dt.timedelta(days=9))
    world.add(
        "deals", deal_id=f"d{name}", stage=stage,
        lead_id=lead_id if world.maybe(0.9) else world.pick("x", 9, 1),
        created_at=world.later(start, 0, 0, -3, 2) if world.maybe(0.7) else None,
        closed_at=closed if stage != "open" or world.maybe(0.2) else None,
        amount=round(rng.uniform(50, 4000), 2) if world.maybe(0.9) else None,
        currency=rng.choice(CURRENCIES),
        order_id=f"o{rng.randrange(170)}" if world.maybe(0.2) else None,
    )  # fmt: skip


def _order(world: World, number: int) -> None:
    """An order at the moment of a first message, at the end of the window, or of nobody."""
    rng = world.rng
    talk = rng.choice(world.talks)
    ordered = world.near(talk["started"] + rng.choice([dt.timedelta(), world.window("order_days")]))
    if world.maybe(0.5):
        ordered = world.near(talk["first"]) if world.maybe(0.5) else world.later(ordered, 0.01, -1)
    world.add(
        "orders", order_id=f"o{number}", ordered_at=ordered,
        amount=round(rng.uniform(-20, 300), 2), currency=rng.choice(CURRENCIES),
        session_id=talk["session_id"] if world.maybe(0.5) else None,
        user_id=talk["user_id"] if world.maybe(0.5) else None,
        visitor_id=talk["visitor_id"] if world.maybe(0.5) else None,
        bot_id=talk["bot_id"] if world.maybe(0.3) else rng.choice(["sales", None, None]),
    )  # fmt: skip


def _cost(world: World) -> None:
    """A cost of a bot or of all, on a day or spread over months, sometimes still to come."""
    rng = world.rng
    day = dt.date(2026, 1, 15) + dt.timedelta(days=rng.randrange(220))
    if world.maybe(0.15):
        day = EDGE.date() + dt.timedelta(days=rng.choice([-1, 0, 0, 1]))
    spread = rng.choice([None, None, 0, 1, 45])
    world.add(
        "costs", bot_id=rng.choice(["help", "sales", "shop", "*", "*"]), date=day,
        category=rng.choice(CATEGORIES), amount=round(rng.uniform(1, 900), 2),
        currency=rng.choice(CURRENCIES),
        end_date=None if spread is None else day + dt.timedelta(days=spread),
    )  # fmt: skip


def _review(world: World, number: int) -> None:
    """A reviewed item of any kind and origin."""
    rng = world.rng
    talk = rng.choice(world.talks)
    world.add(
        "reviews", review_id=f"r{number}", kind=rng.choice(KINDS), bot_id=talk["bot_id"],
        item_at=world.near(talk["started"]), passed=world.maybe(0.8),
        session_id=talk["session_id"] if world.maybe(0.7) else None,
        reviewed_at=world.later(talk["started"], 1, 30) if world.maybe(0.6) else None,
        origin=rng.choice([None, "live", "golden"]), weight=rng.choice([None, 0.0, 1.0, 3.5]),
        stratum=rng.choice([None, "a", "b"]),
    )  # fmt: skip


def _daily(world: World) -> None:
    """Visitors and exchange rates, with gaps; rates also on and just after days they are for."""
    rng = world.rng
    days = [dt.date(2026, 1, 20) + dt.timedelta(days=place) for place in range(0, 170, 3)]
    for day in [*days, *(EDGE.date() + dt.timedelta(days=n) for n in (-1, 0, 1))]:
        for bot in ("help", "sales", "hr"):
            page = rng.choice(["pricing", "help", None])
            world.add("traffic", date=day, bot_id=bot, visitors=rng.randrange(90), page_type=page)
    used = [*world.rows["deals"], *world.rows["orders"], *world.rows["costs"]]
    for row in rng.sample([row for row in used if row.get("currency") in {"USD", "GBP"}], 16):
        moment = row.get("closed_at") or row.get("ordered_at") or EDGE
        day = row.get("date") or moment.astimezone(world.zone).date()
        _rate(world, day + dt.timedelta(days=rng.choice([0, 0, 1])), row["currency"])
    for day in days[3::3]:
        _rate(world, day, rng.choice(["USD", "GBP", "usd"]))


def _rate(world: World, day: dt.date, currency: str) -> None:
    """A rate; now and then two on one day."""
    for _ in range(world.rng.choice([1, 1, 1, 2])):
        rate = round(world.rng.uniform(0.7, 1.3), 4)
        world.add("fx", date=day, currency=currency, rate=rate)
