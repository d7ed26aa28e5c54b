"""Conversations for hard data: some made to meet an edge, the rest in every state of repair."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.reference.hard_world import Row, World

WILD, CLEAN = 170, 60
BOTS = ("help", "help", "sales", "sales", "sales", "shop", "hr", "guest")
"""guest is not in the configuration; shop goes live in mid-April."""

SHOP_LIVE = dt.datetime(2026, 4, 15, tzinfo=dt.UTC)
INTENTS = ("price", "refund", None)
KINDS = (None, "answer", "answer", "greeting", "filler", "fallback")
TRIGGERS = (None, "frustration", "explicit_ask", "unanswered", "high_intent")
OUTCOMES = ("resolved_by_bot", "resolved_by_bot", "resolved_by_bot", "escalated", "abandoned", None)
PAGES = ("https://x.test/p/1", "https://x.test/q", "https://x.test/p?", None)


def chats(world: World) -> None:
    """Add the events of all conversations, and what happens outside of any."""
    for number in range(CLEAN):
        _clean(world, number)
    for number in range(WILD):
        _wild(world, number)
    for _ in range(40):
        _outside(world)
    events = world.rows["events"]
    for row in [row for row in events if world.maybe(0.08)]:
        world.add("events", **_again(world, row))
    world.rng.shuffle(events)


def _note(world: World, place: Row, **moments: dt.datetime) -> None:
    """Remember a conversation for what hangs on it."""
    ids = {key: place.get(key) for key in ("bot_id", "session_id", "user_id", "visitor_id")}
    world.talks.append(ids | moments)


def _clean(world: World, number: int) -> None:
    """A resolved conversation whose times are known, and the same person back at an edge."""
    rng = world.rng
    place: Row = {
        "bot_id": rng.choice(BOTS), "user_id": world.pick("u", 30, 0.8),
        "visitor_id": world.pick("v", 30, 0.7),
    }  # fmt: skip
    start = world.instant()
    if world.maybe(0.3):
        start = world.before_edge("ticket_days", "return_hours", "close_days")
    if place["bot_id"] == "shop":
        start = max(start, SHOP_LIVE)
    intent = rng.choice(INTENTS)
    for turn in range(rng.choice([1, 2, 2])):
        place["session_id"] = f"c{number}{turn}"
        told = rng.choice([dt.timedelta(), dt.timedelta(seconds=9)])
        closed = start + told * rng.choice([1, 3])
        kept = {key: value for key, value in place.items() if value is not None}
        again = intent if world.maybe(0.7) else rng.choice(INTENTS)
        steps: list[tuple[str, dt.datetime, Row]] = [
            ("session_started", start, {"language": rng.choice(["en", "de"])}),
            ("message.user", start + told, {"intent": again, "message_id": "1"}),
            ("message.bot", start + told, {"message_id": "2", "kind": rng.choice(KINDS)}),
            ("message.user", start + told, {"message_id": "3"}),
            ("outcome", start + told, {"outcome": "resolved_by_bot", "resolved_at": closed,
                                       "confirmed": rng.choice([None, None, False])}),
        ]  # fmt: skip
        for name, ts, rest in steps:
            world.add("events", event=f"chat.{name}", ts=ts, **kept, **rest)
        _note(world, place, started=start, first=start + told, closed=closed)
        start = world.near(closed + rng.choice([dt.timedelta(), world.window("return_hours")]))


def _wild(world: World, number: int) -> None:
    """A conversation of chance; some share their id with another bot's."""
    rng = world.rng
    place: Row = {
        "bot_id": rng.choice(BOTS), "session_id": f"0{number}",
        "user_id": world.pick("u", 30, 0.6), "visitor_id": world.pick("v", 30, 0.5),
    }  # fmt: skip
    if world.maybe(0.2):
        place["session_id"] = rng.choice(world.talks)["session_id"]
    start = world.instant()
    if place["bot_id"] == "shop":
        start = max(start, SHOP_LIVE)
    talk = _Talk(world, place, start, intent=rng.choice(INTENTS))
    talk.all()
    _note(world, place, started=talk.started, first=talk.first or start, closed=talk.closed)


class _Talk:
    """Events of one conversation, forward in time or all at once, often without a step."""

    def __init__(self, world: World, place: Row, start: dt.datetime, *, intent: str | None) -> None:
        self.world, self.rng, self.place, self.intent = world, world.rng, place, intent
        self.start = self.started = self.now = self.closed = start
        self.first: dt.datetime | None = None
        self.test = world.maybe(0.04)
        self.outbound = world.maybe(0.15)
        self.still = world.maybe(0.2)
        self.number = 0

    def add(self, name: str, ts: dt.datetime | None = None, **rest: Any) -> None:
        """An event; the person's ids and what a start says are missing or others now and then."""
        world = self.world
        row: Row = {**self.place, **rest}
        for key in ("user_id", "visitor_id"):
            if world.maybe(0.25):
                row[key] = world.pick(key[0], 30, 0.3)
        if world.maybe(0.1):
            row = {**self.opening(), **row}
        self.number += 1
        if world.maybe(0.8):
            row["event_id"] = f"e{self.number}"
        if self.test and world.maybe(0.2):
            row["is_test"] = True
        world.add("events", event=f"chat.{name}", ts=ts or self.now, **row)

    def step(self) -> None:
        """Time goes on, or does not."""
        if not self.still:
            self.now += self.rng.choice([
                dt.timedelta(), dt.timedelta(microseconds=1), dt.timedelta(seconds=4),
                dt.timedelta(seconds=31), dt.timedelta(minutes=9),
            ])  # fmt: skip

    def all(self) -> None:
        """The whole conversation."""
        if self.world.maybe(0.3):
            early = self.start - dt.timedelta(minutes=self.rng.choice([0, 3]))
            self.add("widget_shown", early, page_type=self.rng.choice(["pricing", "none", None]))
        for _ in range(self.rng.choice([0, 1, 1, 1, 1, 1, 2])):
            late = 0 if self.still else self.rng.choice([0, 0, 0, 5])
            self.started = self.start + dt.timedelta(seconds=late)
            self.add("session_started", self.started, **self.opening())
        for _ in range(self.rng.choice([0, 1, 2, 3, 3, 4, 6])):
            self.message()
        self.closed = self.now
        for _ in range(self.rng.choice([0, 0, 0, 0, 0, 1, 2])):
            self.escalation()
        for _ in range(self.rng.choice([0, 1, 1, 1, 1, 2, 2])):
            self.outcome()
        self.rest()

    def opening(self) -> Row:
        """What a start says about itself."""
        way = "outbound" if self.outbound and self.world.maybe(0.8) else None
        return {
            "page_url": self.rng.choice(PAGES), "utm_source": self.rng.choice(["ad", "mail", None]),
            "utm_campaign": self.rng.choice(["x", "y", None]),
            "language": self.rng.choice(["en", "de", None]),
            "channel": self.rng.choice(["web", "voice", None]),
            "direction": way or self.rng.choice(["inbound", None, None]),
            "page_type": "pricing" if self.world.maybe(0.1) else None,
        }  # fmt: skip

    def message(self) -> None:
        """A message, or one that is delivered again under another event id."""
        user = self.world.maybe(0.5) and not (self.outbound and self.number % 5)
        rest: Row = {"message_id": f"m{self.rng.randrange(9)}" if self.world.maybe(0.9) else None}
        if user:
            self.first = self.first or self.now
            mood = self.rng.choice([None, None, -0.9, -0.25, -0.250001, 0.1, 0.7])
            rest |= {"intent": self.rng.choice([self.intent, *INTENTS]), "sentiment": mood}
        else:
            ahead = self.rng.choice([None, None, -40, -1, 2, 86_400 * 30])
            token = None if ahead is None else self.now + dt.timedelta(seconds=ahead)
            rest |= {"kind": self.rng.choice(KINDS), "first_token_at": token}
            rest["response_template_id"] = self.rng.choice(["t1", None])
        self.add("message.user" if user else "message.bot", **rest)
        self.step()

    def escalation(self) -> None:
        """A person takes over, at once or days later; the times may run backwards."""
        rng = self.rng
        if not self.still:
            self.now += dt.timedelta(days=rng.choice([0, 0, 0, 8]))
        read = rng.choice([None, -5, 30, 7200, 86_400 * 20])
        answered = rng.choice([None, -1, 60, 86_400 * 9])
        after = {None: None} | {
            s: self.now + dt.timedelta(seconds=s) for s in (read or 0, answered or 0)
        }
        self.add(
            "escalation", trigger=rng.choice(TRIGGERS), ticket_id=self.world.pick("t", 150, 0.7),
            intended_team=rng.choice(["a", "b", None]), assigned_team=rng.choice(["a", "b", None]),
            succeeded=rng.choice([True, False, None]),
            context_complete=rng.choice([True, False, None]),
            context_read_at=after[read], first_agent_response_at=after[answered],
        )  # fmt: skip
        self.step()

    def outcome(self) -> None:
        """How it ended, as said at once or days later, with or without the moment."""
        late = dt.timedelta(hours=self.rng.choice([0, 0, 0, 5, 24 * 8]))
        resolved = self.rng.choice([None, None, 0, 60, -86_400, 86_400 * 3])
        at = (
            None if resolved is None else self.world.near(self.now + dt.timedelta(seconds=resolved))
        )
        self.add(
            "outcome", self.now + late * (not self.still), outcome=self.rng.choice(OUTCOMES),
            resolved_at=at, confirmed=self.rng.choice([None, None, False, True]),
        )  # fmt: skip
        self.closed = at or self.now

    def rest(self) -> None:
        """Goals, surveys, leads, blocks and errors."""
        rng, world = self.rng, self.world
        for _ in range(rng.choice([0, 0, 1, 2])):
            status = rng.choice(["attempted", "completed", None])
            self.add("goal", goal=rng.choice(["book", "pay", None]), goal_status=status)
        for _ in range(rng.choice([0, 0, 0, 1, 2, 2])):
            hours = 0 if self.still else rng.choice([0, 0, 1, 800])
            self.add(
                "survey", world.near(self.now + dt.timedelta(hours=hours)),
                csat_score=rng.choice([None, 1, 3, 4, 5]),
                thumbs_up=rng.choice([None, True, False]),
                nps_score=rng.choice([None, 0, 6, 7, 9, 10]), ces_score=rng.choice([None, 2, 7]),
            )  # fmt: skip
        if self.place["bot_id"] in {"sales", "shop", "guest"} and world.maybe(0.35):
            self.add("lead_created", lead_id=world.pick("l", 150, 0.9), lead_score=1.0)
        if world.maybe(0.1):
            self.add("input_blocked", block_reason="x")
        if world.maybe(0.1):
            self.add("error", self.start - dt.timedelta(seconds=rng.choice([0, 2])))


def _outside(world: World) -> None:
    """Widgets and errors of nobody's conversation."""
    world.add(
        "events", event="chat." + world.rng.choice(["widget_shown", "widget_shown", "error"]),
        ts=world.instant(), bot_id=world.rng.choice(["help", "sales", "hr"]),
        user_id=world.pick("u", 30, 0.3), visitor_id=world.pick("v", 30, 0.3),
        event_id=world.pick("x", 9, 0.3), is_test=True if world.maybe(0.1) else None,
        page_type=world.rng.choice(["pricing", None]),
    )  # fmt: skip


def _again(world: World, row: Row) -> Row:
    """The same event a second time: as it was, or later, changed, or marked as a test."""
    copy = dict(row)
    if world.maybe(0.5):
        copy["ts"] += dt.timedelta(seconds=world.rng.choice([1, 3600]))
    if world.maybe(0.2):
        copy["is_test"] = True
    if "outcome" in copy:
        copy["outcome"] = world.rng.choice(OUTCOMES[2:5])
    if "session_id" in copy and world.maybe(0.05):
        copy["bot_id"] = "guest"
    return copy
