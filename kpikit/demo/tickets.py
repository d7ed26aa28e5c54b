"""Tickets, as the help desk exports them: semicolons, local time, no chat session."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.demo import company, words
from kpikit.demo.chats import KEPT
from kpikit.demo.clock import DAY, HOUR
from kpikit.demo.draw import between, lognormal, pick
from kpikit.demo.endings import awake
from kpikit.demo.lines import blank, ids, moments, named
from kpikit.demo.pace import AS_OF
from kpikit.demo.pace import moments as happenings

if TYPE_CHECKING:
    from kpikit.demo.clock import LocalClock
    from kpikit.demo.draw import Ints, Rng
    from kpikit.demo.log import Log

OTHER_TICKETS = dataclasses.replace(company.FORM_LEADS, volume=160.0, growth=1.0)
_TOO_LATE = 0.02
_DATE = "%d.%m.%Y %H:%M"


def tickets_table(rng: Rng, clock: LocalClock, *, log: Log, scale: float) -> pl.DataFrame:
    """All tickets: of chats, a little too late for their chat, and of people who never chatted."""
    chats, endings = log.chats, log.endings
    own = np.flatnonzero(endings.ticket_at > 0)
    held = chats.contained & chats.known & (chats.after == KEPT) & (chats.origin < 0)
    late = np.flatnonzero(held & (rng.random(len(chats)) < _TOO_LATE))
    late_at = endings.closed[late] + between(rng, len(late), low=8.5 * DAY, high=9.3 * DAY)
    other_at = happenings(rng, clock, pace=OTHER_TICKETS, scale=scale)
    later = awake(clock, np.concatenate([late_at, other_at])) // 60_000 * 60_000
    opened = np.concatenate([endings.ticket_at[own], later])
    number = np.concatenate([own, len(chats) + np.arange(len(later))])
    chat = np.concatenate([own, late, np.full(len(other_at), -1)])
    keep = np.flatnonzero(opened <= AS_OF)
    keep = keep[np.lexsort((number[keep], opened[keep]))]
    user = log.user_id.gather(np.maximum(chat, 0))
    user = user.zip_with(pl.Series(chat >= 0), ids("k", np.arange(len(chat))))
    columns = {"Ticket": ids("T", number), "Customer no.": user}
    frame = pl.DataFrame(columns)[keep]
    return frame.hstack(_handling(rng, clock, opened[keep]))


def _handling(rng: Rng, clock: LocalClock, opened: Ints) -> pl.DataFrame:
    """When each ticket was opened, due and solved, in local time, and what came of it."""
    n = len(opened)
    due = opened + 2 * DAY
    solved = awake(clock, opened + (lognormal(rng, 14.0, 0.9, n=n) * HOUR).astype(np.int64))
    solved = np.where((solved <= AS_OF) & (rng.random(n) < 0.97), solved, 0)
    rated = (solved > 0) & (rng.random(n) < 0.3)
    score = np.where(rated, pick(rng, n, (0.06, 0.06, 0.12, 0.33, 0.43)) + 1, -1)
    return pl.DataFrame({
        "Opened": _local(clock, opened),
        "Due": _local(clock, awake(clock, due)),
        "Solved": _local(clock, solved),
        "SLA": blank(named(["missed", "met"], (solved <= due).astype(np.int64)), solved == 0),
        "Rating": pl.Series(score).replace(-1, None),
        "Subject": named(words.TOPICS, pick(rng, n, (30, 20, 18, 12, 10, 6, 4))),
    })  # fmt: skip


def _local(clock: LocalClock, instants: Ints) -> pl.Series:
    """Instants as the help desk writes them."""
    shown = moments(np.where(instants > 0, clock.local(instants), 0))
    return shown.dt.strftime(_DATE)
