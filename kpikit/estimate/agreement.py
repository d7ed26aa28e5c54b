"""Whether reviewers who saw the same item agree, beyond what chance gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

ITEM = ["bot_id", "session_id", "message_id"]
TWO = 2


def cohen_kappa(table: ArrayLike) -> float:
    """Agreement of two reviewers (Cohen 1960): (p_o - p_e) / (1 - p_e).

    Args:
        table: how often the first said row and the second column.

    Returns:
        1 where they always agree, 0 where as often as by chance; nan where only one answer was
        given, which leaves chance nothing to do.

    >>> round(cohen_kappa([[20, 5], [10, 15]]), 4)
    0.4
    """
    counts = np.asarray(table, dtype=np.float64)
    total = counts.sum()
    if total == 0:
        return float("nan")
    seen = np.trace(counts) / total
    chance = float((counts.sum(axis=0) * counts.sum(axis=1)).sum() / total**2)
    return float((seen - chance) / (1 - chance)) if chance < 1 else float("nan")


def krippendorff_alpha(units: Sequence[Sequence[object]]) -> float:
    """Agreement of any number of reviewers on names (Krippendorff 2011, nominal data).

    1 - D_o / D_e: observed over expected disagreement among the pairs of answers within a unit.

    Args:
        units: the answers to each item; an item with fewer than two is left out.

    Returns:
        1 for perfect agreement, 0 for that of chance; nan where only one answer was given.
    """
    names = {name: n for n, name in enumerate(dict.fromkeys(a for unit in units for a in unit))}
    pairs = np.zeros((len(names), len(names)))
    for unit in units:
        given = np.zeros(len(names))
        for answer in unit:
            given[names[answer]] += 1
        if given.sum() >= TWO:
            # Each answer is paired with every other one of its unit, never with itself.
            pairs += (np.outer(given, given) - np.diag(given)) / (given.sum() - 1)
    each = pairs.sum(axis=0)
    total = each.sum()
    apart = total**2 - (each**2).sum()
    if apart <= 0:
        return float("nan")
    return float(1 - (total - 1) * (total - np.trace(pairs)) / apart)


def agreement(reviews: pl.DataFrame) -> pl.DataFrame:
    """How far reviewers of one bot and kind of review agree.

    Args:
        reviews: of the facts; the reviews of one item are those of one message, or session.

    Returns:
        bot_id, kind, items (those two or more people reviewed), reviewers, measure (kappa for two
        people, alpha for more) and value (null where all answers are alike).
    """
    named = reviews.filter(pl.col("reviewer").is_not_null(), pl.col("session_id").is_not_null())
    once = named.unique([*ITEM, "kind", "reviewer"], keep="last", maintain_order=True)
    several = once.filter(pl.len().over([*ITEM, "kind"]) >= TWO)
    rows = []
    for (bot, kind), group in several.group_by(["bot_id", "kind"], maintain_order=True):
        people = group.get_column("reviewer").unique().sort().to_list()
        value, measure = _agreed(group, people)
        items = group.select(ITEM).n_unique()
        rows.append((bot, kind, items, len(people), measure, None if np.isnan(value) else value))
    schema = {"bot_id": pl.String, "kind": pl.String, "items": pl.Int64, "reviewers": pl.Int64,
              "measure": pl.String, "value": pl.Float64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row").sort("bot_id", "kind")


def _agreed(group: pl.DataFrame, people: list[str]) -> tuple[float, str]:
    if len(people) > TWO:
        units = group.group_by(ITEM).agg(pl.col("passed")).get_column("passed").to_list()
        return krippendorff_alpha(units), "alpha"
    wide = group.pivot("reviewer", index=ITEM, values="passed").select(people)
    table = np.zeros((TWO, TWO))
    for first, second in wide.iter_rows():
        table[int(first), int(second)] += 1
    return cohen_kappa(table), "kappa"
