"""Answers that people read and judged, in numbers fixed beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.demo import company
from kpikit.demo.clock import DAY, HOUR
from kpikit.demo.draw import between
from kpikit.demo.lines import blank, ids, named, written
from kpikit.demo.pace import AS_OF
from kpikit.demo.talks import ANSWER

if TYPE_CHECKING:
    from kpikit.demo.clock import LocalClock
    from kpikit.demo.draw import Bools, Ints, Rng
    from kpikit.demo.log import Log

KINDS = ("hallucination", *company.OTHER_REVIEWS)
OF_CONVERSATIONS = ("consent",)  # these judge a whole conversation, the others one answer


@dataclass(frozen=True)
class Reviews:
    """One row per review: of which turn, of what kind, in which month, and the verdict."""

    turn: Ints
    kind: Ints
    month: Ints
    passed: Bools


def plan_reviews(rng: Rng, clock: LocalClock, *, log: Log, scale: float) -> Reviews:
    """Choose the answers to review, and which of them are wrong, month by month."""
    talks, chats = log.talks, log.chats
    able = np.flatnonzero(
        (talks.kind == ANSWER) & ~talks.silent & ~talks.held & ~chats.test[talks.chat]
    )
    group = chats.bot[talks.chat[able]] * 100 + clock.month(talks.replied[able])
    parts: list[tuple[Ints, Ints, Ints, Bools]] = []
    for key in np.unique(group):
        bot, month = company.BOT_IDS[key // 100], int(key % 100)
        rows = able[group == key]
        if clock.labels[month] == company.OPEN_MONTH:
            continue
        for kind in range(len(KINDS)):
            planned, wrong = _planned(rng, bot, clock.labels[month], kind=KINDS[kind])
            n = min(round(planned * scale), len(rows))
            turn = rng.permutation(rows)[:n]
            passed = np.arange(n) >= round(wrong * scale)
            parts.append((turn, np.full(n, kind), np.full(n, month), passed))
    turn, kinds, months, passed = (np.concatenate(one) for one in zip(*parts, strict=True))
    order = np.lexsort((kinds, talks.replied[turn]))
    return Reviews(turn=turn[order], kind=kinds[order], month=months[order], passed=passed[order])


def _planned(rng: Rng, bot: str, month: str, *, kind: str) -> tuple[float, float]:
    """How many answers are reviewed, and how many found wrong."""
    if kind == "hallucination" and (bot, month) in company.REVIEW_MONTHS:
        return company.REVIEW_MONTHS[bot, month]
    reviewed, wrong = company.OTHER_REVIEWS.get(kind, company.REVIEWS)[bot]
    # No ordinary month is quite like another.
    return reviewed * rng.uniform(0.94, 1.06), wrong * rng.uniform(0.6, 1.4)


def reviews_table(rng: Rng, reviews: Reviews, log: Log) -> pl.DataFrame:
    """The reviewers' list, in kpikit's own column names."""
    talks = log.talks
    n = len(reviews.turn)
    item = talks.replied[reviews.turn]
    done = np.minimum(item + between(rng, n, low=DAY, high=8 * DAY),
                      AS_OF - between(rng, n, low=HOUR, high=12 * HOUR))  # fmt: skip
    chat = talks.chat[reviews.turn]
    whole = np.isin(reviews.kind, [KINDS.index(kind) for kind in OF_CONVERSATIONS])
    return pl.DataFrame({
        "review_id": ids("R", np.arange(n)),
        "kind": named(KINDS, reviews.kind),
        "bot_id": named(company.BOT_IDS, log.chats.bot[chat]),
        "session_id": log.session.gather(chat),
        "message_id": blank(ids("b", talks.turn[reviews.turn] + 1, width=1), whole),
        "item_at": written(item),
        "passed": pl.Series(reviews.passed),
        "reviewer": ids("reviewer-", rng.integers(1, 4, n), width=1),
        "reviewed_at": written(done),
    })  # fmt: skip
