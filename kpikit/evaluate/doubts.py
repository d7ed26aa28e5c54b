"""Figures that read as a fact of the bot and may be one of its feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from kpikit.evaluate.setting import Setting

PORTFOLIO = "*"
UNTOLD = "no chat.lead_created event came"
"""How the reason begins why a capture of 0 says nothing of the bot."""

COUNTS_EVENTS = ("lead_capture_rate",)


def untold(setting: Setting) -> dict[str, str]:
    """Why a bot's captures, and those of all together, cannot be judged; by bot.

    A bot that has leads in their table and not one chat.lead_created captured more than the 0
    that is counted: the events were not sent.

    Args:
        setting: what is evaluated.
    """
    facts = setting.facts
    leads = facts.leads.filter(pl.col("source") == "chatbot").group_by("bot_id").len()
    told = facts.conversations.filter(pl.col("lead_created")).get_column("bot_id").unique()
    silent = leads.filter(pl.col("bot_id").is_not_null() & ~pl.col("bot_id").is_in(told.implode()))
    found = {
        bot: f"{UNTOLD}, though {count:,} lead{'s are' if count > 1 else ' is'} the bot's"
        for bot, count in silent.sort("bot_id").iter_rows()
    }
    if found:
        found[PORTFOLIO] = f"{UNTOLD} of {', '.join(found)}"
    elif leads.height and told.is_empty():
        found[PORTFOLIO] = f"{UNTOLD}, though a chatbot has leads"
    return found
