"""What is true of the demo, from the plans it was made by and never from its files.

The truths follow the data contract's words: a conversation belongs to the local month it started
in, a lead to its creation, a deal to its closing, an order, a rating and a review to their own
time. kpikit is judged by them, so none of its code is used here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kpikit.demo import company
from kpikit.demo.book import Book
from kpikit.demo.endings import RUNGS
from kpikit.demo.pace import AS_OF
from kpikit.demo.reviews import KINDS
from kpikit.demo.truth_money import enter_business

if TYPE_CHECKING:
    from kpikit.demo.book import Plans
    from kpikit.demo.draw import Bools
    from kpikit.demo.log import Log


def truths(plans: Plans) -> dict[str, Any]:
    """All truths, as they are written to truth.json."""
    book = Book(plans.clock)
    _conversations(book, plans.log)
    _answers(book, plans.log)
    _ratings(book, plans.log)
    _reviews(book, plans)
    enter_business(book, plans)
    return {"bots": book.bots, "project": book.project}


def _conversations(book: Book, log: Log) -> None:
    """Conversations, their ends and their rungs, by the month they started in."""
    chats, talks = log.chats, log.talks
    real = ~chats.test
    where = {"bot": chats.bot, "month": chats.month}
    for name, mask in (_standings(log) | _ends(log)).items():
        book.add(name, real & mask, **where)
    counts = {
        "bot_messages": talks.bot_messages,
        "user_messages": chats.turns,
        "fallback_messages": talks.fallbacks,
        "messages_of_contained": (chats.turns + talks.bot_messages) * chats.contained,
    }
    for name, count in counts.items():
        book.add(name, real, of=count, **where)


def _standings(log: Log) -> dict[str, Bools]:
    """What is true of each conversation, as the contract's fractions need it."""
    chats, endings = log.chats, log.endings
    contained = chats.contained
    linkable = chats.known | endings.confirmed
    judged = endings.mature & ~(contained & ~linkable)
    ticketed = endings.rung == RUNGS.index("ticketed")
    return {
        "conversations": ~chats.test,
        "engaged": chats.turns >= 1,
        "completed": chats.turns >= 2,
        "meaningful": (chats.turns >= 2) & (log.talks.first_answer > 0),
        "contained": contained,
        "escalated": chats.escalated,
        "linkable": linkable,
        "mature": endings.mature,
        "judged": judged,
        "resolved": judged & contained & ~ticketed,
        "judged_ticketed": judged & ticketed,
        "lead_conversations": chats.lead,
        "goals_attempted": log.tries_goal,
        "goals_completed": log.reaches_goal,
    }


def _ends(log: Log) -> dict[str, Bools]:
    """Which rung each conversation stands on, and what it was escalated for."""
    rungs = {f"rung_{name}": log.endings.rung == place for place, name in enumerate(RUNGS)}
    names = (*company.TRIGGERS, "unknown")
    return rungs | {
        f"escalated_{name}": log.chats.fate == fate for fate, name in enumerate(names, start=1)
    }


def _answers(book: Book, log: Log) -> None:
    """How long people waited, by the month of their conversation."""
    chats, talks = log.chats, log.talks
    real = ~talks.silent & ~chats.test[talks.chat]
    seconds = talks.latency / 1000
    for number, plan in enumerate(company.BOTS):
        for label in book.months:
            month = book.clock.labels.index(label)
            mine = real & (chats.bot == number)[talks.chat] & (chats.month == month)[talks.chat]
            truth = book.bots[plan.id][label]
            truth["answers"] = int(mine.sum())
            if mine.any():
                p50, p99 = np.quantile(seconds[mine], [0.5, 0.99])
                truth |= {"latency_p50": round(float(p50), 6), "latency_p99": round(float(p99), 6)}


def _ratings(book: Book, log: Log) -> None:
    """Conversations with a rating, by the month of the rating that counts."""
    endings = log.endings
    rated = (endings.rated_at > 0) & ~log.chats.test
    month = book.clock.month(np.where(rated, endings.rated_at, AS_OF))
    book.add("rated", rated, bot=log.chats.bot, month=month)
    book.add("satisfied", rated & endings.liked, bot=log.chats.bot, month=month)


def _reviews(book: Book, plans: Plans) -> None:
    """Reviewed answers and how many of them were wrong, by the time of the answer."""
    reviews, talks = plans.reviews, plans.log.talks
    where = {"bot": plans.log.chats.bot[talks.chat[reviews.turn]], "month": reviews.month}
    for place, kind in enumerate(KINDS):
        book.add(f"{kind}_reviews", reviews.kind == place, **where)
        book.add(f"{kind}_wrong", (reviews.kind == place) & ~reviews.passed, **where)
