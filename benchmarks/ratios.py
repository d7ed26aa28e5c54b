"""The rows of the table about quotients of two counts, scores with two ends and single shares."""

from __future__ import annotations

import numpy as np

from benchmarks.worlds import (
    World,
    Z,
    around,
    facts,
    names,
    nothing,
    october,
    of_rows,
    wald,
    wilson_of_rows,
)
from kpikit.estimate.holdout import lift_ends
from kpikit.evaluate.trials import FEWEST, Arm, Trial

Rng = np.random.Generator


def messages(rng: Rng, draws: int, *, p: float, n: int, alike: float) -> World:
    """A share of the bot's messages, of which a conversation has a few that are alike."""
    truths = around(rng, p, draws)
    bot = np.repeat(np.arange(draws), n)
    sent = rng.geometric(0.25, len(bot))
    odds = (1 - alike) / alike
    habit = rng.beta(truths[bot] * odds, (1 - truths[bot]) * odds)
    hits = rng.binomial(sent, habit)
    rows = facts(draws, conversations={
        "bot_id": names(bot), "session_id": names(np.arange(len(bot))), "started_at": october(),
        "bot_messages": sent, "fallback_messages": hits,
    })  # fmt: skip
    total = np.bincount(bot, sent, draws)
    naive = wald(np.bincount(bot, hits, draws) / total, total)
    return World("share of messages", f"{p:.0%}, {n} conversations, alike by {alike}",
                 "fallback_rate", rows, truths, naive, "Wald on messages")  # fmt: skip


def goals(rng: Rng, draws: int, *, p: float, users: int, alike: float) -> World:
    """Conversations with a goal met, of people who come back: two facts that share users."""
    truths = around(rng, p, draws)
    count = draws * users
    visits = rng.geometric(0.5, count)
    truth, odds = np.repeat(truths, users), (1 - alike) / alike
    habit = rng.beta(truth * odds, (1 - truth) * odds)
    user = np.repeat(np.arange(count), visits)
    bot, talk = user // users, np.arange(len(user))
    met = rng.random(len(user)) < habit[user]
    tried = met | (rng.random(len(user)) < 0.2)  # noqa: PLR2004 - the others who try
    given = {"bot_id": names(bot), "session_id": names(talk), "user_id": names(user)}
    rows = facts(draws, conversations={**given, "started_at": october()}, goals={
        **{key: column.filter(tried) for key, column in given.items()},
        "completed": met[tried], "goal": "order", "started_at": october(),
    })  # fmt: skip
    n = np.bincount(bot, minlength=draws)
    naive = wilson_of_rows(np.bincount(bot, met, draws) / n, n)
    return World("share of two facts", f"{p:.0%}, {users} users, half come again, alike by {alike}",
                 "goal_session_rate", rows, truths, naive, "Wilson on rows")  # fmt: skip


def per_resolved(rng: Rng, draws: int, *, users: int) -> World:
    """Messages of contained conversations over their number; some people write more than others."""
    count = draws * users
    user = np.repeat(np.arange(count), rng.geometric(0.5, count))
    bot = user // users
    said = 1 + rng.poisson(rng.gamma(2, 2, count)[user])
    held = rng.random(len(user)) < 0.6  # noqa: PLR2004 - of all conversations
    rows = facts(draws, conversations={
        "bot_id": names(bot), "session_id": names(np.arange(len(user))), "user_id": names(user),
        "started_at": october(), "user_messages": said, "bot_messages": said, "contained": held,
    })  # fmt: skip
    naive = of_rows(2.0 * said[held], bot[held], draws)
    return World("messages per resolved", f"{users} users, half come again",
                 "messages_per_resolved", rows, np.full(draws, 2 * (1 + 2 * 2.0)), naive,
                 "z of rows")  # fmt: skip


def recommended(rng: Rng, draws: int, *, n: int) -> World:
    """Net promoter score: half promoters, a third detractors."""
    bot = np.repeat(np.arange(draws), n)
    score = rng.choice([10.0, 8.0, 3.0], len(bot), p=[0.5, 0.2, 0.3])
    rows = facts(draws, scores={
        "bot_id": names(bot), "session_id": names(np.arange(len(bot))), "kind": "nps",
        "score": score, "scored_at": october(),
    })  # fmt: skip
    points = np.select([score == 10.0, score == 3.0], [100.0, -100.0], 0.0)  # noqa: PLR2004
    return World("net promoter score", f"{n} answers, half of them promoters", "nps", rows,
                 np.full(draws, 20.0), of_rows(points, bot, draws), "z of rows",
                 scale=100)  # fmt: skip


def deal_size(rng: Rng, draws: int, *, n: int, sigma: float = 0.8) -> World:
    """The mean amount of won deals, lognormal."""
    bot = np.repeat(np.arange(draws), n)
    amount = rng.lognormal(0, sigma, len(bot))
    rows = facts(draws, deals={
        "bot_id": names(bot), "credit_bot_id": names(bot), "deal_id": names(np.arange(len(bot))),
        "lead_id": names(np.arange(len(bot))), "credit": "sourced", "stage": "won",
        "amount": amount, "closed_at": october(),
    })  # fmt: skip
    truths = np.full(draws, np.exp(sigma**2 / 2))
    return World("mean deal", f"{n} won deals", "deal_size_mean", rows, truths,
                 of_rows(amount, bot, draws), "z of deals")  # fmt: skip


def lifted(rng: Rng, draws: int, *, units: int, share: float, lift: float) -> World:
    """The lift of an experiment with a tenth held out, as a difference of two shares."""
    sizes = np.array([round(units * 0.9), units - round(units * 0.9)])
    rates = share * np.array([1 + lift, 1.0])
    bought = rng.binomial(sizes, rates, (draws, 2))
    seen = bought / sizes
    half = Z * np.sqrt((seen * (1 - seen) / sizes).sum(axis=1))
    gap = seen[:, 0] - seen[:, 1]
    day = october().date()
    ends = np.full((2, draws), np.nan)
    for place, pair in enumerate(bought):
        if pair.min() >= FEWEST:
            arms = [Arm(int(n), int(k)) for n, k in zip(sizes, pair, strict=True)]
            ends[:, place] = lift_ends(Trial("e", arms[0], arms[1], 0.0, 0.0, day, day))
    name = f"{sizes[0]:,} with the bot, {sizes[1]:,} without; {share:.0%} buy, lift {lift:.0%}"
    return World("lift of a holdout", name, "net_incremental_revenue", nothing(),
                 np.full(draws, share * lift), (gap - half, gap + half), "Wald",
                 ours=(ends[0], ends[1]))  # fmt: skip
