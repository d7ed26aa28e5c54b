"""What the chat log is written from: the planned conversations, and names for their parts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kpikit.demo import company, words
from kpikit.demo.lines import ids, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.demo.chats import Chats
    from kpikit.demo.draw import Bools, Ints, Rng
    from kpikit.demo.endings import Endings
    from kpikit.demo.talks import Talks

PREFIXES = ("su", "sa", "sh")


@dataclass(frozen=True)
class Log:
    """Everything the chat log is written from."""

    chats: Chats
    talks: Talks
    endings: Endings
    user: Ints

    @property
    def session(self) -> pl.Series:
        """Session id of each conversation."""
        return named(PREFIXES, self.chats.bot) + ids("-", np.arange(len(self.chats)))

    @property
    def visitor(self) -> pl.Series:
        """The browser of each conversation: its user's, else one of its own."""
        own = ids("w", np.arange(len(self.chats)))
        return ids("v", self.user).fill_null(own)

    @property
    def user_id(self) -> pl.Series:
        """User id of each conversation, null where nobody is logged in."""
        return ids("u", self.user)

    @property
    def intent_place(self) -> Ints:
        """Place of each conversation's intent in the list of all bots' intents."""
        sizes = np.array([len(intents) for intents in words.INTENTS])
        place: Ints = (np.cumsum(sizes) - sizes)[self.chats.bot] + self.chats.intent
        return place

    @property
    def tries_goal(self) -> Bools:
        """The conversation is about the bot's goal and got as far as an answer."""
        wanted = [
            not intents or intent.name in intents
            for (_, intents), offered in zip(words.GOALS, words.INTENTS, strict=True)
            for intent in offered
        ]
        about = np.array(wanted)[self.intent_place]
        mask: Bools = about & (self.chats.turns >= 2) & (self.talks.first_answer > 0)
        return mask

    @property
    def reaches_goal(self) -> Bools:
        """The sales bot reaches its goal with a lead, the others by resolving."""
        reached = np.where(
            self.chats.bot == company.SALES,
            self.chats.lead,
            self.chats.fate == company.CONTAINED,
        )
        mask: Bools = self.tries_goal & reached.astype(bool)
        return mask

    @property
    def intent(self) -> pl.Series:
        """Name of each conversation's intent."""
        names = [intent.name for intents in words.INTENTS for intent in intents]
        return named(names, self.intent_place)


class Phrases:
    """Lists of sentences to draw from, ready to stand in JSON."""

    def __init__(self, lists: Sequence[Sequence[str]]) -> None:
        self.texts = escaped([text for one in lists for text in one])
        self.sizes = np.array([len(one) for one in lists])
        self.first = np.cumsum(self.sizes) - self.sizes

    def draw(self, rng: Rng, places: Ints) -> pl.Series:
        """A sentence from the list at each place."""
        chance = rng.random(len(places))
        return named(self.texts, self.first[places] + (chance * self.sizes[places]).astype(int))


def escaped(texts: Sequence[str]) -> list[str]:
    """Texts as they stand between the quotes of a JSON string."""
    return [json.dumps(text)[1:-1] for text in texts]


def only(mask: Bools) -> pl.Series:
    """True where it is so, and nothing where it is not."""
    return pl.DataFrame({"mask": mask}).select(pl.when("mask").then("mask")).to_series()
