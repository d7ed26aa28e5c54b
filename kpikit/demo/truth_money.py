"""Truths about leads, deals, orders and costs, by the month each belongs to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from kpikit.demo import company
from kpikit.demo.clock import DAY
from kpikit.demo.costs import SHARED, Booking, in_month
from kpikit.demo.crm import seen
from kpikit.demo.pace import AS_OF
from kpikit.demo.shop import ASSISTED, DIRECT

if TYPE_CHECKING:
    from kpikit.demo.book import Book, Plans

CREDITED = 90 * DAY  # how long after a conversation a deal may be credited to a sales bot


def enter_business(book: Book, plans: Plans) -> None:
    """Enter everything about leads and money; the conversations must be in the book already."""
    _leads(book, plans)
    _deals(book, plans)
    _cycles(book, plans)
    _orders(book, plans)
    _costs(book, plans.ledger)


def _leads(book: Book, plans: Plans) -> None:
    """Leads by creation: the chatbot's under its bot, the form's for the project."""
    leads = plans.leads
    month = book.clock.month(leads.created)
    ours = (leads.source == 0) & ~plans.log.chats.test[leads.chat]
    masks = {"": leads.created > 0, "_qualified": leads.qualified,
             "_with_meeting": seen(leads.meeting) > 0,
             "_with_deal": leads.has_deal, "_won": leads.won}  # fmt: skip
    bot = np.full(len(month), company.SALES)
    for name, mask in masks.items():
        book.add(f"leads{name}", ours & mask, bot=bot, month=month)
        form = (leads.source == 1) & (month >= book.clock.labels.index(book.months[0]))
        book.add_project(f"form_leads{name}", form & mask, month=month)


def _deals(book: Book, plans: Plans) -> None:
    """Won deals by closing: sourced by the bot, or only helped along by it."""
    leads, chats = plans.leads, plans.log.chats
    closed = np.where(leads.won, leads.closed, AS_OF)
    where = {"bot": np.full(len(closed), company.SALES), "month": book.clock.month(closed)}
    sourced = leads.won & (leads.source == 0) & ~chats.test[leads.chat]
    met = chats.start[leads.chat]
    helped = leads.won & leads.mixed & (met >= closed - CREDITED) & (met < closed)
    for name, mask in (("sourced", sourced), ("assisted", helped)):
        book.add(f"won_{name}", mask, **where)
        book.add(f"revenue_{name}_deals", mask, of=leads.amount, **where)


def _cycles(book: Book, plans: Plans) -> None:
    """Median whole days from first contact to signature, over deals won in the month."""
    leads = plans.leads
    real = (leads.source > 0) | ~plans.log.chats.test[leads.chat]
    closed = np.where(leads.won, leads.closed, AS_OF)
    month = book.clock.month(closed)
    days = (leads.closed - leads.start) // DAY
    for arm, source in (("chatbot", 0), ("form", 1)):
        for label in book.months:
            mask = real & leads.won & (leads.source == source) & ~leads.mixed
            mask &= month == book.clock.labels.index(label)
            median = float(np.median(days[mask])) if mask.any() else None
            book.project[label] |= {f"cycle_{arm}_days": median, f"cycle_{arm}_n": int(mask.sum())}


def _orders(book: Book, plans: Plans) -> None:
    """Orders in a chat and soon after one, under the shop's bot."""
    orders = plans.orders
    real = (orders.chat < 0) | ~plans.log.chats.test[orders.chat]
    bot = np.full(len(orders.at), company.SHOP)
    month = book.clock.month(orders.at)
    for name, kind in (("direct", DIRECT), ("assisted", ASSISTED)):
        mask = real & (orders.kind == kind)
        book.add(f"orders_{name}", mask, bot=bot, month=month)
        book.add(f"revenue_{name}_orders", mask, of=orders.amount, bot=bot, month=month)
    book.add_project("orders", real, month=month)


def _costs(book: Book, ledger: list[Booking]) -> None:
    """Costs by category: a bot's own, and its share of what all bots share."""
    for label in book.months:
        if label > company.LAST_MONTH:
            continue
        chats = {bot: book.bots[bot][label]["conversations"] for bot in company.BOT_IDS}
        costs: dict[str, dict[str, float]] = {bot: defaultdict(float) for bot in company.BOT_IDS}
        for one in ledger:
            amount = in_month(one, label)
            for bot in company.BOT_IDS if amount else ():
                share = chats[bot] / sum(chats.values()) if one.bot == SHARED else one.bot == bot
                costs[bot][one.category] += amount * share
        for bot, by_category in costs.items():
            rounded = {name: round(value, 6) for name, value in sorted(by_category.items())}
            book.bots[bot][label]["costs"] = rounded
            book.bots[bot][label]["total_cost"] = round(sum(by_category.values()), 6)
            own = sum(in_month(one, label) for one in ledger if one.bot == bot)
            book.bots[bot][label]["own_cost"] = round(own, 6)
        shared = sum(in_month(one, label) for one in ledger if one.bot == SHARED)
        book.project[label]["shared_cost"] = round(shared, 6)
