"""What was said in each conversation, and when: turns of a question and its reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kpikit.demo import company
from kpikit.demo.draw import Bools, Ints, Rng, between, lognormal, running, spread

if TYPE_CHECKING:
    from kpikit.demo.chats import Chats
    from kpikit.demo.clock import LocalClock

ANSWER, FALLBACK, FILLER = range(3)
GREETING_MS = 350
_FALLBACK_SHARE, _LAST_FALLBACK, _HELD_SHARE, _SILENT = 0.045, 0.75, 0.025, 0.03


@dataclass(frozen=True)
class Talks:
    """Turns, in the order of conversations, and what they add up to per conversation.

    Attributes:
        chat, turn: whose turn, and which of it; asked: instant of the question.
        latency: milliseconds to the first sign of a reply; replied: instant of the full reply.
        kind: ANSWER, FALLBACK or FILLER; held: "let me check" came first; silent: no reply at all.
        first_asked, first_answer: instants per conversation, 0 where there is none.
        ended: last message; bot_messages, fallbacks: counts per conversation.
    """

    chat: Ints
    turn: Ints
    asked: Ints
    latency: Ints
    replied: Ints
    kind: Ints
    held: Bools
    silent: Bools
    first_asked: Ints
    first_answer: Ints
    ended: Ints
    bot_messages: Ints
    fallbacks: Ints


def hold_talks(rng: Rng, clock: LocalClock, chats: Chats) -> Talks:
    """Let every conversation take place."""
    chat, turn = spread(chats.turns)
    last = turn == chats.turns[chat] - 1
    n = len(chat)
    think = lognormal(rng, np.where(turn == 0, 9_000.0, 21_000.0), 0.7, n=n)
    think = np.clip(think, 1_500, 240_000)
    latency = _latency(rng, clock, chats=chats, chat=chat)
    kind = _kinds(rng, chats, chat=chat, turn=turn)
    silent = (chats.turns == 1)[chat] & (chats.fate == company.ABANDONED)[chat]
    silent &= rng.random(n) < _SILENT
    held = (kind == ANSWER) & ~silent & ~(last & chats.escalated[chat])
    held &= rng.random(n) < _HELD_SHARE
    streams = np.array([plan.streams for plan in company.BOTS])[chats.bot][chat]
    typing = np.where(streams & (kind == ANSWER), between(rng, n, low=400, high=2_600), 0)
    typing = np.where(held, between(rng, n, low=3_000, high=9_000), typing)
    spent = np.where(silent, 0, latency + typing)
    taken: Ints = think.astype(np.int64) + spent
    replied = chats.start[chat] + GREETING_MS + running(taken, chats.turns)
    return _summed(
        chats, chat=chat, turn=turn, asked=replied - spent, latency=latency, replied=replied,
        kind=kind, held=held, silent=silent,
    )  # fmt: skip


def _latency(rng: Rng, clock: LocalClock, *, chats: Chats, chat: Ints) -> Ints:
    """Milliseconds from each question to the first sign of its reply."""
    bot = chats.bot[chat]
    median = np.array([plan.latency[0] for plan in company.BOTS])[bot]
    sigma = np.array([plan.latency[1] for plan in company.BOTS])[bot]
    seconds = lognormal(rng, median, sigma, n=len(chat))
    slow = rng.random(len(chat)) < company.SLOW_SHARE
    late = chats.month[chat] >= clock.labels.index(company.SLOW_MONTH)
    slow &= late & (bot == company.SLOW_BOT)
    seconds = np.where(slow, seconds * company.SLOW_FACTOR, seconds)
    return np.round(np.clip(seconds, 0.12, 55) * 1000).astype(np.int64)


def _kinds(rng: Rng, chats: Chats, *, chat: Ints, turn: Ints) -> Ints:
    """What each reply is. An escalated conversation ends in a handover or a fallback."""
    n = len(chat)
    kind = np.where(rng.random(n) < _FALLBACK_SHARE, FALLBACK, ANSWER)
    # A lead, like an order, is only ever left after a real answer: the first one.
    kind = np.where((turn == 0) & (chats.turns[chat] >= 3), ANSWER, kind)
    last = turn == chats.turns[chat] - 1
    unanswered = (chats.fate == company.FATES.index("unanswered"))[chat]
    kind = np.where(unanswered & (rng.random(n) < _LAST_FALLBACK) & (turn > 0), FALLBACK, kind)
    ending = np.where(unanswered, FALLBACK, FILLER)
    kind = np.where(last & chats.escalated[chat], ending, kind)
    # A bot that resolved something gave its answer last.
    resolved = (chats.fate == company.CONTAINED)[chat]
    return np.where(last & resolved, ANSWER, kind)


def _summed(chats: Chats, *, chat: Ints, turn: Ints, **columns: Any) -> Talks:
    """Add what each conversation's turns come to."""
    n = len(chats)
    heard = ~columns["silent"].astype(bool)
    answers = np.flatnonzero(heard & (columns["kind"] == ANSWER))[::-1]
    first_answer = np.zeros(n, dtype=np.int64)
    # Written in reverse, so that the earliest answer of a conversation is the one that stays.
    first_answer[chat[answers]] = columns["replied"][answers]
    first_asked = np.zeros(n, dtype=np.int64)
    first_asked[chat[turn == 0]] = columns["asked"][turn == 0]
    ended = chats.start + GREETING_MS
    ended[chat] = columns["replied"]
    said = np.bincount(chat, weights=1 * heard + columns["held"], minlength=n).astype(np.int64) + 1
    fallback = np.bincount(chat, weights=heard & (columns["kind"] == FALLBACK), minlength=n)
    return Talks(
        chat=chat, turn=turn, first_asked=first_asked, first_answer=first_answer, ended=ended,
        bot_messages=said, fallbacks=fallback.astype(np.int64), **columns,
    )  # fmt: skip
