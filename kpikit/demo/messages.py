"""The messages of the chat log: greetings, questions, replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.demo import company, words
from kpikit.demo.lines import ids, named, rows, written
from kpikit.demo.log import Log, Phrases, escaped
from kpikit.demo.talks import ANSWER, FALLBACK, GREETING_MS

if TYPE_CHECKING:
    from kpikit.demo.draw import Rng


def messages(rng: Rng, log: Log) -> list[pl.DataFrame]:
    """All messages, in the order that breaks ties in time."""
    return [_greetings(log), _questions(rng, log), _fillers(log), _replies(rng, log)]


def _greetings(log: Log) -> pl.DataFrame:
    """The bot speaks first."""
    n = len(log.chats)
    fields = {
        "message_id": named(["b0"], np.zeros(n, dtype=np.int64)),
        "kind": named(["greeting"], np.zeros(n, dtype=np.int64)),
        "message_text": named(escaped([words.GREETING]), np.zeros(n, dtype=np.int64)),
    }
    return rows("chat.message.bot", ts=log.chats.start + GREETING_MS, chat=np.arange(n),
                fields=fields)  # fmt: skip


def _questions(rng: Rng, log: Log) -> pl.DataFrame:
    """What the visitors write: their question, then more about it."""
    talks = log.talks
    texts = Phrases([intent.asks for intents in words.INTENTS for intent in intents])
    place = log.intent_place[talks.chat]
    later = escaped(words.FOLLOW_UPS)
    more = named(later, rng.integers(0, len(later), len(talks.chat)))
    first = texts.draw(rng, place)
    fields = {
        "message_id": ids("u", talks.turn + 1, width=1),
        "intent": log.intent.gather(talks.chat),
        "message_text": first.zip_with(pl.Series(talks.turn == 0), more),
    }
    return rows("chat.message.user", ts=talks.asked, chat=talks.chat, fields=fields)


def _fillers(log: Log) -> pl.DataFrame:
    """The bot asks for patience before some answers."""
    talks = log.talks
    held = np.flatnonzero(talks.held)
    zero = np.zeros(len(held), dtype=np.int64)
    fields = {
        "message_id": ids("f", talks.turn[held] + 1, width=1),
        "kind": named(["filler"], zero),
        "message_text": named(escaped([words.FILLER]), zero),
    }
    moment = talks.asked[held] + talks.latency[held]
    return rows("chat.message.bot", ts=moment, chat=talks.chat[held], fields=fields)


def _replies(rng: Rng, log: Log) -> pl.DataFrame:
    """What the bot says: an answer, a fallback, or that a person takes over."""
    talks = log.talks
    said = np.flatnonzero(~talks.silent)
    chat, kind = talks.chat[said], talks.kind[said]
    texts = Phrases([intent.answers for intents in words.INTENTS for intent in intents])
    lost = named(escaped(words.FALLBACKS), rng.integers(0, len(words.FALLBACKS), len(said)))
    over = named(escaped([words.HANDOVER]), np.zeros(len(said), dtype=np.int64))
    other = lost.zip_with(pl.Series(kind == FALLBACK), over)
    streams = np.array([plan.streams for plan in company.BOTS])[log.chats.bot[chat]]
    token = streams & (kind == ANSWER) & ~talks.held[said]
    fields = {
        "message_id": ids("b", talks.turn[said] + 1, width=1),
        "kind": named(["answer", "fallback", "filler"], kind),
        "intent": log.intent.gather(chat),
        "first_token_at": written(np.where(token, talks.asked[said] + talks.latency[said], 0)),
        "message_text": texts.draw(rng, log.intent_place[chat]).zip_with(
            pl.Series(kind == ANSWER), other
        ),
    }
    return rows("chat.message.bot", ts=talks.replied[said], chat=chat, fields=fields)
