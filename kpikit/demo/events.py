"""The chat log: every event of every conversation, as the bots' platform exports it."""

from __future__ import annotations

import numpy as np
import polars as pl

from kpikit.demo import company, words
from kpikit.demo.draw import Bools, Ints, Rng, between, pick
from kpikit.demo.lines import ids, named, rows, written
from kpikit.demo.log import Log, only
from kpikit.demo.messages import messages
from kpikit.demo.pace import AS_OF


def all_events(rng: Rng, log: Log) -> pl.DataFrame:
    """All events of all conversations, stacked in the order that breaks ties in time."""
    parts = [
        _shown(rng, log), _started(log), *messages(rng, log), _errors(log), _escalations(rng, log),
        *_goals(log), _leads(log), _outcomes(log), *_surveys(log), _blocked(rng, log),
    ]  # fmt: skip
    return pl.concat(parts, how="diagonal")


def _shown(rng: Rng, log: Log) -> pl.DataFrame:
    """The widget comes into view: before each conversation, and to some who never start one."""
    chats = log.chats
    idle = rng.integers(0, len(chats), len(chats) // 3)
    before = chats.start - between(rng, len(chats), low=800, high=25_000)
    moment = np.minimum(chats.start[idle] + between(rng, len(idle), low=5e5, high=5e6), AS_OF)
    moment = np.concatenate([before, moment, [AS_OF]])
    visitor = pl.concat([log.visitor, ids("x", np.arange(len(idle) + 1))])
    bot = np.concatenate([chats.bot, chats.bot[idle], [company.SHOP]])
    nowhere = np.full(len(moment), -1)
    frame = rows("chat.widget_shown", ts=moment, chat=nowhere, fields={"visitor_id": visitor})
    return frame.with_columns(bot=named(company.BOT_IDS, bot))


def _started(log: Log) -> pl.DataFrame:
    """The session opens; a lead says who it is only later."""
    chats = log.chats
    width = max(map(len, words.PAGES))
    urls = [
        words.SITE + page.path
        for pages in words.PAGES
        for page in (*pages, *pages[:1] * (width - len(pages)))
    ]
    fields = {
        "user_id": ids("u", np.where(chats.lead, -1, log.user)),
        "visitor_id": log.visitor,
        "page_url": named(urls, chats.bot * width + chats.page),
        "utm_source": named([source or None for source, _, _ in words.CAMPAIGNS], chats.campaign),
        "utm_campaign": named([name or None for _, name, _ in words.CAMPAIGNS], chats.campaign),
        "language": named([name for name, _ in words.LANGUAGES], chats.language),
        "channel": named([name for name, _ in words.CHANNELS], chats.channel),
        "is_test": only(chats.test),
    }
    return rows("chat.session_started", ts=chats.start, chat=np.arange(len(chats)), fields=fields)


def _errors(log: Log) -> pl.DataFrame:
    """The bot failed to reply."""
    silent = np.flatnonzero(log.talks.silent)
    return rows("chat.error", ts=log.talks.asked[silent] + 30_000, chat=log.talks.chat[silent],
                fields={})  # fmt: skip


def _goals(log: Log) -> list[pl.DataFrame]:
    """The visitor sets out for what the bot is there for, and may get there."""
    steps = (
        ("attempted", log.tries_goal, log.talks.first_answer + 50),
        ("completed", log.reaches_goal, log.talks.ended + 150),
    )
    parts = []
    for status, mask, moment in steps:
        chat = np.flatnonzero(mask)
        goal = named([name for name, _ in words.GOALS], log.chats.bot[chat])
        fields = {"goal": goal, "goal_status": named([status], np.zeros_like(chat))}
        parts.append(rows("chat.goal", ts=moment[chat], chat=chat, fields=fields))
    return parts


def _escalations(rng: Rng, log: Log) -> pl.DataFrame:
    """A person takes over."""
    chats = log.chats
    chat = np.flatnonzero(chats.escalated)
    n = len(chat)
    teams = ("help-desk", "sales", "shop")
    team = np.where(chats.fate[chat] == company.FATES.index("high_intent"), 1, chats.bot[chat])
    missed = rng.random(n) < 0.07
    fields = {
        "trigger": named([None, *company.TRIGGERS, None, None], chats.fate[chat]),
        "ticket_id": ids("T", np.where(log.endings.ticket_at[chat] > 0, chat, -1)),
        "agent_id": ids("a", rng.integers(1, 15, n), width=2),
        "intended_team": named(teams, team),
        "assigned_team": named(teams, np.where(missed, (team + 1) % 3, team)),
        "time_to_first_agent_response": pl.Series(between(rng, n, low=15, high=400)),
        "succeeded": pl.Series(rng.random(n) < np.where(missed, 0.55, 0.86)),
        "context_complete": pl.Series(rng.random(n) < 0.93),
    }
    return rows("chat.escalation", ts=log.endings.escalated_at[chat], chat=chat, fields=fields)


def _leads(log: Log) -> pl.DataFrame:
    """A visitor leaves contact details, and is known from then on."""
    chat = np.flatnonzero(log.chats.lead)
    fields = {
        "lead_id": ids("L", chat),
        "lead_score": pl.Series(lead_scores(log)[chat]),
        "user_id": log.user_id.gather(chat),
    }
    return rows("chat.lead_created", ts=lead_at(log)[chat], chat=chat, fields=fields)


def lead_at(log: Log) -> Ints:
    """When each conversation left its lead: right after its last message."""
    return log.talks.ended + 250


def lead_scores(log: Log) -> Ints:
    """The score each conversation's lead would have: what they asked for and how long."""
    place = np.arange(len(log.chats)) * 37 % 41
    scores: Ints = 25 + log.chats.turns * 5 + place
    return scores


def _outcomes(log: Log) -> pl.DataFrame:
    """What the platform says became of it."""
    chats, endings = log.chats, log.endings
    chat = np.flatnonzero(chats.posted)
    outcome = np.where(chats.escalated, 1, np.where(chats.fate == company.ABANDONED, 2, 0))
    fields = {
        "outcome": named(["resolved_by_bot", "escalated", "abandoned"], outcome[chat]),
        "resolved_timestamp": written(endings.resolved_at[chat]),
        "confirmed": only(endings.confirmed[chat]),
    }
    return rows("chat.outcome", ts=endings.outcome_at[chat], chat=chat, fields=fields)


def _blocked(rng: Rng, log: Log) -> pl.DataFrame:
    """Input the bot refused to read."""
    able = np.flatnonzero(log.chats.turns > 0)
    chat = able[rng.random(len(able)) < 0.002]
    reason = named(["script", "sql", "prompt"], pick(rng, len(chat), (0.3, 0.2, 0.5)))
    moment = log.talks.first_asked[chat] - 400
    return rows("chat.input_blocked", ts=moment, chat=chat, fields={"block_reason": reason})


def _surveys(log: Log) -> list[pl.DataFrame]:
    """Ratings: stars or a thumb. A rating that is replaced said the opposite."""
    endings = log.endings
    first = np.flatnonzero(endings.first_rated_at > 0)
    last = np.flatnonzero(endings.rated_at > 0)
    return [
        _ratings(log, first, moment=endings.first_rated_at, liked=~endings.liked),
        _ratings(log, last, moment=endings.rated_at, liked=endings.liked),
    ]


def _ratings(log: Log, chat: Ints, *, moment: Ints, liked: Bools) -> pl.DataFrame:
    """Survey events of these conversations."""
    stars = np.array([plan.stars for plan in company.BOTS])[log.chats.bot[chat]]
    opposite = np.where(liked, 5, 2)
    score = np.where(liked == log.endings.liked, log.endings.stars, opposite)[chat]
    fields = {
        "csat_score": pl.Series(np.where(stars, score, -1)).replace(-1, None),
        "thumbs_up": pl.Series(liked[chat]).zip_with(
            pl.Series(~stars), pl.Series([None] * len(chat), dtype=pl.Boolean)
        ),
    }
    return rows("chat.survey", ts=moment[chat], chat=chat, fields=fields)
