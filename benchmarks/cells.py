"""The rows of the table: what is simulated for every kind of figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.worlds import (
    World,
    around,
    bootstrap,
    facts,
    names,
    october,
    of_rows,
    started,
    wald,
    wilson_of_rows,
)

if TYPE_CHECKING:
    Rng = np.random.Generator


def share(rng: Rng, draws: int, *, p: float, n: int) -> World:
    """People who come once each."""
    truths = around(rng, p, draws)
    bot = np.repeat(np.arange(draws), n)
    hit = rng.random(draws * n) < truths[bot]
    rows = facts(draws, conversations={
        "bot_id": names(bot), "session_id": names(np.arange(draws * n)), "completed": hit,
        "started_at": october(),
    })  # fmt: skip
    seen = np.bincount(bot, hit, draws) / n
    name = f"{p:.0%} of {n:,}"
    return World(
        "share", name, "completion_rate", rows, truths, wald(seen, np.full(draws, n)), "Wald"
    )


def returning(rng: Rng, draws: int, *, p: float, users: int, often: bool, alike: float) -> World:
    """People who come back; habits differ between them by a beta distribution."""
    truths = around(rng, p, draws)
    count = draws * users
    visits = rng.geometric(0.5, count)
    if often:
        visits = np.where(rng.random(count) < 0.1, rng.geometric(0.1, count), 1)
    odds = (1 - alike) / alike
    truth = np.repeat(truths, users)
    habit = rng.beta(truth * odds, (1 - truth) * odds)
    user = np.repeat(np.arange(count), visits)
    bot = user // users
    hit = rng.random(len(user)) < habit[user]
    rows = facts(draws, conversations={
        "bot_id": names(bot), "session_id": names(np.arange(len(user))), "user_id": names(user),
        "completed": hit, "started_at": october(),
    })  # fmt: skip
    n = np.bincount(bot, minlength=draws)
    who = "a tenth come ten times" if often else "half come again"
    name = f"{p:.0%}, {users:,} users, {who}, alike by {alike}"
    naive = wilson_of_rows(np.bincount(bot, hit, draws) / n, n)
    return World("share, by user", name, "completion_rate", rows, truths, naive, "Wilson on rows")


def moved(rng: Rng, draws: int, *, p: float, n: int) -> World:
    """A share in two months: its change."""
    both = np.stack([around(rng, p, draws), around(rng, p, draws)])
    bot, later = np.repeat(np.arange(draws), 2 * n), np.tile(np.repeat([0, 1], n), draws)
    hit = rng.random(len(bot)) < both[later, bot]
    rows = facts(draws, conversations={
        "bot_id": names(bot), "session_id": names(np.arange(len(bot))), "completed": hit,
        "started_at": started(9 + later),
    })  # fmt: skip
    seen = np.bincount(bot * 2 + later, hit, 2 * draws).reshape(draws, 2).T / n
    half = 1.96 * np.sqrt((seen * (1 - seen) / n).sum(axis=0))
    change = seen[1] - seen[0]
    return World("change of a share", f"{p:.0%} of {n:,}, then again", "completion_rate", rows,
                 both[1] - both[0], (change - half, change + half), "Wald",
                 change=True, scale=p)  # fmt: skip


def reviewed(rng: Rng, draws: int, *, p: float, n: int, population: int = 0) -> World:
    """Answers picked at random, out of very many or out of some."""
    truths = around(rng, p, draws)
    if population:
        bad = rng.binomial(population, truths)
        truths = bad / population
        wrong = rng.hypergeometric(bad, population - bad, n)
    else:
        wrong = rng.binomial(n, truths)
    bot = np.repeat(np.arange(draws), n)
    place = np.tile(np.arange(n), draws)
    given = {"reviews": {
        "bot_id": names(bot), "review_id": names(np.arange(len(bot))), "kind": "hallucination",
        "passed": place >= wrong[bot], "item_at": october(),
    }}  # fmt: skip
    if population:
        given["conversations"] = {
            "bot_id": names(np.arange(draws)), "session_id": names(np.arange(draws)),
            "started_at": october(), "bot_messages": population,
        }  # fmt: skip
    rows = facts(draws, **given)
    name = f"{p:.0%}, {n} of {f'{population:,}' if population else 'very many'}"
    naive = wald(wrong / n, np.full(draws, n))
    return World("reviews", name, "hallucination_rate", rows, truths, naive, "Wald",
                 scale=p)  # fmt: skip


def weekly(rng: Rng, draws: int, *, p: float, n: int) -> World:
    """As many reviews in each of four weeks, of which one has most of the answers and errors."""
    parts, rates = np.array([0.1, 0.1, 0.1, 0.7]), np.array([0.3, 0.3, 0.3, 1.3])
    truths = around(rng, p, draws)
    rate = truths[:, None] * rates / (parts * rates).sum()
    wrong = rng.binomial(n, rate)
    bot, week = np.repeat(np.arange(draws), 4 * n), np.tile(np.repeat(np.arange(4), n), draws)
    place = np.tile(np.arange(n), 4 * draws)
    rows = facts(draws, reviews={
        "bot_id": names(bot), "review_id": names(np.arange(len(bot))), "kind": "hallucination",
        "passed": place >= wrong[bot, week], "item_at": october(), "weight": parts[week] * 4,
    })  # fmt: skip
    naive = wald(wrong.mean(axis=1) / n, np.full(draws, 4 * n))
    return World("reviews", f"{p:.0%}, {n} in each of 4 uneven weeks", "hallucination_rate", rows,
                 truths, naive, "Wald, weeks pooled")  # fmt: skip


def judged(rng: Rng, draws: int, *, p: float, n: int) -> World:
    """A model flags .80 of the wrong and .03 of the right; people read half of each sort."""
    truths = around(rng, p, draws)
    bot = np.repeat(np.arange(draws), n)
    bad = rng.random(len(bot)) < truths[bot]
    flag = rng.random(len(bot)) < np.where(bad, 0.8, 0.03)
    order = np.lexsort((rng.random(len(bot)), flag, bot))
    sort = (bot * 2 + flag)[order]
    size = np.bincount(sort, minlength=2 * draws)
    place = np.arange(len(bot)) - (np.cumsum(size) - size)[sort]
    half = (size + 1) // 2
    read = order[place < half[sort]]
    weight = (size / np.maximum(half, 1))[bot[read] * 2 + flag[read]]
    rows = facts(draws, reviews={
        "bot_id": names(bot[read]), "review_id": names(read), "kind": "hallucination",
        "passed": ~bad[read], "item_at": october(), "weight": weight, "judge_flag": flag[read],
    })  # fmt: skip
    alone = np.bincount(bot, flag, draws) / n
    return World("reviews of a judge", f"{p:.0%}, half of {n:,} read", "hallucination_rate", rows,
                 truths, wald(alone, np.full(draws, n)), "the judge alone, Wald")  # fmt: skip


def waited(rng: Rng, draws: int, *, q: float, n: int, each: int = 1) -> World:
    """Seconds that spread by a lognormal; answers of one conversation share its half of it."""
    kpi = {0.5: "time_to_first_answer_p50", 0.99: "time_to_first_answer_p99"}[q]
    talk = rng.normal(0, np.sqrt(0.5), (draws, n // each)).repeat(each, axis=1)
    noise = talk + rng.normal(0, np.sqrt(0.5), (draws, n))
    values = np.exp(noise)
    flat = np.arange(draws * n)
    rows = facts(draws, answers={
        "bot_id": names(flat // n), "session_id": names(flat // each), "latency_s": values.ravel(),
        "started_at": october(),
    })  # fmt: skip
    truth = np.full(draws, np.exp(Z_OF[q]))
    name = f"{n:,} answers" + (f", {each} a conversation" if each > 1 else "")
    naive = bootstrap(rng, values, lambda drawn: np.quantile(drawn, q, axis=1))
    figure = "median" if q == 0.5 else "99th percentile"  # noqa: PLR2004
    return World(figure, name, kpi, rows, truth, naive, "bootstrap of rows")


Z_OF = {0.5: 0.0, 0.99: 2.3263478740408408}
SCORES, CHANCES = np.array([1.0, 2, 3, 4, 5]), np.array([0.08, 0.05, 0.10, 0.27, 0.50])


def scored(rng: Rng, draws: int, *, n: int) -> World:
    """CSAT from 1 to 5, half of them 5."""
    bot = np.repeat(np.arange(draws), n)
    score = rng.choice(SCORES, len(bot), p=CHANCES)
    rows = facts(draws, scores={
        "bot_id": names(bot), "session_id": names(np.arange(len(bot))), "kind": "csat",
        "score": score, "scored_at": october(),
    })  # fmt: skip
    truths = np.full(draws, SCORES @ CHANCES)
    return World("mean score", f"{n} of 1 to 5", "csat_mean", rows, truths,
                 of_rows(score, bot, draws), "z of rows")  # fmt: skip


def handled(rng: Rng, draws: int, *, users: int, alike: float, sigma: float = 0.8) -> World:
    """Seconds of contained conversations, lognormal; half of the users come again."""
    count = draws * users
    visits = rng.geometric(0.5, count) if alike else np.ones(count, int)
    user = np.repeat(np.arange(count), visits)
    bot = user // users
    habit = rng.normal(0, sigma * np.sqrt(alike), count)[user]
    took = np.exp(habit + rng.normal(0, sigma * np.sqrt(1 - alike), len(user)))
    micro = pl.Series((took * 100e6).astype(np.int64)).cast(pl.Duration("us"))
    begin = pl.Series([october()], dtype=pl.Datetime("us", "UTC")).new_from_index(0, len(user))
    rows = facts(draws, conversations={
        "bot_id": names(bot), "session_id": names(np.arange(len(user))), "user_id": names(user),
        "contained": True, "started_at": begin, "ended_at": begin + micro,
    })  # fmt: skip
    truths = np.full(draws, 100 * np.exp(sigma**2 / 2))
    name = f"{users} users" + (f", half come again, alike by {alike}" if alike else " once")
    return World("mean seconds", name, "average_handle_time_s", rows, truths,
                 of_rows(took * 100, bot, draws), "z of rows")  # fmt: skip
