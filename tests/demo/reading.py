"""The demo's files read with the standard library alone, by the contract's words.

Nothing of kpikit is used here, and nothing of the generator: only files and plain loops.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq

if TYPE_CHECKING:
    from pathlib import Path

BERLIN = ZoneInfo("Europe/Berlin")
AS_OF = dt.datetime(2026, 10, 3, 6, tzinfo=dt.UTC)
WEEK, DAY = dt.timedelta(days=7), dt.timedelta(hours=24)


def month_of(moment: dt.datetime) -> str:
    return f"{moment.astimezone(BERLIN):%Y-%m}"


def iso(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def desk(text: str) -> dt.datetime | None:
    if not text:
        return None
    return dt.datetime.strptime(text, "%d.%m.%Y %H:%M").replace(tzinfo=BERLIN)


@dataclass
class Talk:
    """One conversation, from its events."""

    bot: str
    session: str
    events: list[dict[str, Any]] = field(default_factory=list)

    def of(self, *names: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["event"] in names]

    def first(self, key: str) -> Any:
        found = (event[key] for event in self.events if event.get(key) is not None)
        return next(found, None)

    @cached_property
    def start(self) -> dt.datetime:
        return (self.of("chat.session_started") or self.events)[0]["at"]

    @cached_property
    def messages(self) -> list[dict[str, Any]]:
        return self.of("chat.message.user", "chat.message.bot")

    @cached_property
    def asked(self) -> list[dict[str, Any]]:
        return self.of("chat.message.user")

    @cached_property
    def answers(self) -> list[dict[str, Any]]:
        """Answers at or after the first question."""
        since = self.asked[0]["at"] if self.asked else AS_OF
        return [m for m in self.of("chat.message.bot")
                if m.get("kind") in (None, "answer") and m["at"] >= since]  # fmt: skip

    @cached_property
    def meaningful(self) -> bool:
        return len(self.asked) >= 2 and bool(self.answers)

    @cached_property
    def ended(self) -> dt.datetime:
        moving = self.messages + self.of("chat.escalation")
        return max((event["at"] for event in moving), default=self.start)

    @cached_property
    def outcome(self) -> dict[str, Any]:
        return (self.of("chat.outcome") or [{}])[-1]

    @cached_property
    def escalated(self) -> bool:
        return bool(self.of("chat.escalation")) or self.outcome.get("outcome") == "escalated"

    @cached_property
    def contained(self) -> bool:
        return self.outcome.get("outcome") == "resolved_by_bot" and not self.escalated

    @cached_property
    def closed(self) -> dt.datetime:
        return iso(self.outcome.get("resolved_timestamp")) or self.ended

    @cached_property
    def confirmed(self) -> bool:
        return bool(self.outcome.get("confirmed"))

    @cached_property
    def mature(self) -> bool:
        return self.confirmed or self.closed + WEEK <= AS_OF

    @cached_property
    def user(self) -> str | None:
        return self.first("user_id")

    @cached_property
    def intent(self) -> str | None:
        return self.asked[0].get("intent") if self.asked else None

    @cached_property
    def waits(self) -> list[float]:
        """Seconds from a question to the message that follows it, where the bot wrote it."""
        pairs = zip(self.messages, self.messages[1:], strict=False)
        return [
            ((iso(after.get("first_token_at")) or after["at"]) - before["at"]).total_seconds()
            for before, after in pairs
            if before["event"] == "chat.message.user" and after["event"] == "chat.message.bot"
        ]


class Files:
    """The demo's folder, table by table."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"

    def csv(self, name: str, **options: Any) -> list[dict[str, str]]:
        with (self.data / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, **options))

    def parquet(self, name: str) -> list[dict[str, Any]]:
        return pq.read_table(self.data / name).to_pylist()

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        paths = sorted((self.data / "events").glob("*.gz"))
        return [json.loads(line) for path in paths for line in gzip.open(path, "rt")]

    @cached_property
    def events(self) -> list[dict[str, Any]]:
        """Good events, each once, in time."""
        good = [event for event in self.lines if not event.get("event_id", "").startswith("bad")]
        once = {(e["bot_id"], e.get("session_id"), e.get("event_id") or id(e)): e for e in good}
        events = [{**event, "at": iso(event["ts"])} for event in once.values()]
        return sorted(events, key=lambda event: event["at"])

    @cached_property
    def all_talks(self) -> dict[str, Talk]:
        talks: dict[str, Talk] = {}
        for event in self.events:
            if "session_id" in event:
                talk = talks.setdefault(
                    event["session_id"], Talk(event["bot_id"], event["session_id"])
                )
                talk.events.append(event)
        return talks

    @cached_property
    def tests(self) -> set[str]:
        return {s for s, talk in self.all_talks.items() if talk.first("is_test")}

    @cached_property
    def talks(self) -> dict[str, Talk]:
        return {s: talk for s, talk in self.all_talks.items() if s not in self.tests}

    @cached_property
    def by_user(self) -> dict[str, list[Talk]]:
        users: dict[str, list[Talk]] = defaultdict(list)
        for talk in self.talks.values():
            if talk.user:
                users[talk.user].append(talk)
        return users

    @cached_property
    def tickets(self) -> dict[str, list[dt.datetime]]:
        """When each customer opened tickets; the bad rows are the last two."""
        rows = self.csv("tickets.csv", delimiter=";")[:-2]
        opened: dict[str, list[dt.datetime]] = defaultdict(list)
        for row in rows:
            moment = desk(row["Opened"])
            assert moment
            opened[row["Customer no."]].append(moment.astimezone(dt.UTC))
        return opened

    def rung(self, talk: Talk) -> str:
        """The first rung that fits."""
        if talk.escalated or not talk.outcome.get("outcome") or not talk.contained:
            unknown = not talk.outcome.get("outcome")
            return "escalated" if talk.escalated else "unknown" if unknown else "abandoned"
        user = talk.user or "nobody"
        if any(talk.closed <= at < talk.closed + WEEK for at in self.tickets.get(user, ())):
            return "ticketed"
        again = (other for other in self.by_user.get(user, ())
                 if other.bot == talk.bot and other.intent == talk.intent)  # fmt: skip
        if any(talk.closed < other.start <= talk.closed + DAY for other in again):
            return "returned"
        if not talk.mature:
            return "pending"
        return "durable" if talk.user or talk.confirmed else "unverifiable"

    @cached_property
    def orders(self) -> list[dict[str, Any]]:
        rows = self.parquet("orders.parquet")
        return [row for row in rows if row["chat_session"] not in self.tests]

    def credit(self, order: dict[str, Any]) -> tuple[str, str] | None:
        """How a conversation is credited with an order, and whose it is."""
        at = order["placed_at"]
        own = self.talks.get(order["chat_session"])
        if own and own.meaningful and own.asked[0]["at"] < at:
            return "direct", own.bot
        met = [
            talk
            for talk in (*self.by_user.get(order["customer"], ()),
                         *self.by_visitor.get(order["browser"], ()))
            if talk.meaningful and at - WEEK <= talk.start < at
        ]  # fmt: skip
        return ("assisted", max(met, key=lambda talk: talk.start).bot) if met else None

    @cached_property
    def by_visitor(self) -> dict[str, list[Talk]]:
        visitors: dict[str, list[Talk]] = defaultdict(list)
        for talk in self.talks.values():
            visitors[talk.first("visitor_id")].append(talk)
        return visitors
