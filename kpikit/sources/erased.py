"""People who asked to be forgotten, taken out of what is kept of rows set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kpikit.tables import QUARANTINE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpikit.tables import Table

# Whose row it was, beside the columns of `QUARANTINE`, as long as it matters.
WHO = ("user_id", "session_id")
FORGOTTEN = "(erased)"


def forget(
    aside: Mapping[str, pl.DataFrame], tables: Mapping[str, Table]
) -> dict[str, pl.DataFrame]:
    """Take the values out of rows set aside that are an erased user's, and whose rows they were.

    A row is theirs by its user_id, or by a session that one of their events is in. What rule the
    row broke stays: counts are no secret.

    Args:
        aside: rows by table, in the columns of `QUARANTINE` and `WHO`.
        tables: the accepted rows.
    """
    bare = {name: rows.select(QUARANTINE.names()) for name, rows in aside.items()}
    if "erasures" not in tables:
        return bare
    users = tables["erasures"].frame.select("user_id").collect().to_series()
    events = [tables["events"].frame.select(WHO), aside["events"].lazy().select(WHO)]
    of_user = pl.col("user_id").is_in(users.implode())
    sessions = pl.concat(events).filter(of_user).select("session_id").unique().collect().to_series()
    theirs = of_user | pl.col("session_id").is_in(sessions.drop_nulls().implode())
    return {
        name: rows.with_columns(
            value=pl.when(theirs & pl.col("value").is_not_null())
            .then(pl.lit(FORGOTTEN))
            .otherwise("value")
        ).select(QUARANTINE.names())
        for name, rows in aside.items()
    }
