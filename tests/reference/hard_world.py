"""What a made-up project knows while it is made: chance, the clock, and whom to hang rows on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random
    from zoneinfo import ZoneInfo

Row = dict[str, Any]
FIRST = dt.datetime(2026, 2, 10, tzinfo=dt.UTC)
DAYS = 110
EDGE = dt.datetime(2026, 4, 24, 12, 0, 0, 1, tzinfo=dt.UTC)
"""An instant that many rows have or just miss, made to be as_of."""

SMALL = {
    "ticket_days": 1, "return_hours": 30, "order_days": 2, "stage_days": 9, "close_days": 20,
    "csat_satisfied_from": 5,
}  # fmt: skip


@dataclass
class World:
    """A project in the making.

    Attributes:
        rng: the only source of chance.
        zone: the project's clock.
        small_windows: whether the windows are not the default ones.
        rows: by table.
        talks: what other tables hang on: bot_id, session_id, user_id, visitor_id, started, first
            (message of the user) and closed, of each conversation.
    """

    rng: Random
    zone: ZoneInfo
    small_windows: bool = False
    rows: dict[str, list[Row]] = field(default_factory=dict)
    talks: list[Row] = field(default_factory=list)

    @property
    def windows(self) -> dict[str, int]:
        """As in kpikit.yml; empty where the defaults hold."""
        return SMALL if self.small_windows else {}

    def window(self, name: str) -> dt.timedelta:
        """How long a window is."""
        default = {"ticket_days": 7, "return_hours": 24, "order_days": 7, "close_days": 180}
        size = self.windows.get(name, default[name])
        return dt.timedelta(hours=size) if name.endswith("hours") else dt.timedelta(days=size)

    def maybe(self, share: float) -> bool:
        """True that often."""
        return self.rng.random() < share

    def add(self, table: str, **row: Any) -> None:
        """Add a row, without its nulls."""
        kept = {key: value for key, value in row.items() if value is not None}
        self.rows.setdefault(table, []).append(kept)

    def near(self, instant: dt.datetime) -> dt.datetime:
        """The instant or a microsecond beside it; now and then as_of or beside it instead."""
        aim = EDGE if self.maybe(0.04) else instant
        return aim + dt.timedelta(microseconds=self.rng.choice([-1, 0, 0, 1]))

    def later(self, instant: dt.datetime, *days: float) -> dt.datetime:
        """Some days after an instant, or a microsecond beside that."""
        return self.near(instant + dt.timedelta(days=self.rng.choice(days)))

    def instant(self) -> dt.datetime:
        """An instant, on an edge as often as not."""
        day = FIRST.date() + dt.timedelta(days=self.rng.randrange(DAYS))
        kind = self.rng.randrange(5)
        if kind == 0:  # the beginning of a month, or of any day, on the project's clock
            day = day.replace(day=1) if self.maybe(0.7) else day
            local = dt.datetime.combine(day, dt.time(), self.zone)
            return self.near(local.astimezone(dt.UTC))
        if kind == 1:  # the nights in which clocks change
            night = self.rng.choice([(3, 8), (3, 29), (4, 5), (4, 24)])
            hour = dt.timedelta(minutes=30 * self.rng.randrange(-8, 20))
            return self.near(dt.datetime(2026, *night, tzinfo=dt.UTC) + hour)
        start = dt.datetime.combine(day, dt.time(), dt.UTC)
        return start + dt.timedelta(seconds=self.rng.randrange(86_400), microseconds=kind % 3)

    def before_edge(self, *windows: str) -> dt.datetime:
        """An instant from which a window ends at as_of."""
        return self.near(EDGE - self.window(self.rng.choice(windows)))

    def pick(self, name: str, size: int, known: float) -> str | None:
        """One of a few ids, so that they meet; null where nothing is known."""
        return f"{name}{self.rng.randrange(size):02}" if self.maybe(known) else None

    def repeat(self, table: str, key: str, stamp: str) -> None:
        """Deliver some rows twice: the second says what another row says, at the same time."""
        rows = self.rows.get(table, [])
        for row in [row for row in rows if self.maybe(0.08)]:
            other = self.rng.choice(rows)
            copy = {**other, key: row[key], stamp: row.get(stamp)}
            if copy[stamp] is not None and self.maybe(0.3):
                copy[stamp] = self.near(copy[stamp])
            self.add(table, **copy)
        self.rng.shuffle(rows)
