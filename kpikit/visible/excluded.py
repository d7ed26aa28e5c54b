"""Sessions that are no conversations with customers, and what goes with them."""

from __future__ import annotations

import polars as pl

SESSION = ["bot_id", "session_id"]
Frames = dict[str, pl.DataFrame]


def leave_out(frames: Frames) -> dict[str, int]:
    """Drop test sessions, sessions of erased users, and every row that names what is dropped.

    A test event without a session goes alone. A ticket, lead or order names a session by its
    session_id, at every bot that has it; a review the session at its own bot. Deals and touches
    go with their lead.

    Args:
        frames: the visible rows by table; changed in place.

    Returns:
        How many sessions were "test", and how many of the others "erased".
    """
    events = frames["events"]
    users = frames["erasures"]["user_id"] if "erasures" in frames else _texts("user_id")
    flags = _flags(events, users)
    out = pl.concat([events.select(SESSION), flags], how="horizontal").filter(
        pl.any_horizontal("test", "erased")
    )
    sessions = out.drop_nulls("session_id").group_by(SESSION).agg(pl.col("test").any())
    leads = _texts("lead_id")
    if len(out):
        created = events.lazy().filter(pl.col("event") == "chat.lead_created")
        if "lead_id" in events.columns:
            leads = created.join(sessions.lazy(), on=SESSION, how="semi").collect()["lead_id"]
        stay = events.filter(~(flags["test"] | flags["erased"]))
        frames["events"] = stay.join(sessions, on=SESSION, how="anti")
    if len(sessions) or len(users):
        _leave_out_named(frames, sessions, users=users, leads=leads.drop_nulls())
    test = int(sessions["test"].sum())
    return {"test": test, "erased": len(sessions) - test}


def _flags(events: pl.DataFrame, users: pl.Series) -> pl.DataFrame:
    """Mark test events and those of erased users, null as false."""
    nothing = pl.repeat(value=False, n=pl.len(), dtype=pl.Boolean)
    test = pl.col("is_test").fill_null(value=False) if "is_test" in events.columns else nothing
    erased = nothing
    if len(users) and "user_id" in events.columns:
        erased = _among("user_id", users)
    return events.select(test=test, erased=erased)


def _leave_out_named(
    frames: Frames, sessions: pl.DataFrame, *, users: pl.Series, leads: pl.Series
) -> None:
    """Drop the rows of other tables that name a session, user or lead that is left out."""
    in_session = _among("session_id", sessions["session_id"])
    of_user = _among("user_id", users)
    gone = leads
    if "leads" in frames:
        named = in_session | of_user | _among("lead_id", leads)
        gone = pl.concat([leads, frames["leads"].filter(named)["lead_id"]])
    of_lead = _among("lead_id", gone)
    rules = {
        "tickets": in_session | of_user,
        "orders": in_session | of_user,
        "leads": of_lead,
        "deals": of_lead,
        "touches": of_user | of_lead,
        "assignments": (pl.col("unit") == "user") & _among("unit_id", users),
    }
    for name in rules.keys() & frames.keys():
        frames[name] = frames[name].filter(~rules[name])
    if "reviews" in frames:
        frames["reviews"] = frames["reviews"].join(sessions, on=SESSION, how="anti")


def _among(column: str, values: pl.Series) -> pl.Expr:
    """Whether a column has one of some values; false where it is null."""
    return pl.col(column).is_in(values.implode()).fill_null(value=False)


def _texts(name: str) -> pl.Series:
    return pl.Series(name, dtype=pl.String)


def set_outbound_apart(frames: Frames) -> pl.DataFrame:
    """Take the sessions that the bot opened and no user answered out of the events.

    The direction of a session is its first non-null one, like its language or channel.

    Args:
        frames: the visible rows by table; its events lose those of such sessions.

    Returns:
        The events taken out.
    """
    events = frames["events"]
    if "direction" not in events.columns:
        return events.clear()
    shown = pl.col("event") == "chat.widget_shown"
    outbound = (pl.col("direction") == "outbound") & ~shown
    candidates = events.lazy().filter(outbound).select(SESSION).unique()
    sessions = (
        events.lazy()
        .select(*SESSION, "event", "direction", "ts", "seq")
        .filter(~shown)
        .join(candidates, on=SESSION, how="semi")
        .sort("ts", "seq")
        .group_by(SESSION)
        .agg(
            pl.col("direction").first(ignore_nulls=True),
            answered=(pl.col("event") == "chat.message.user").any(),
        )
        .filter((pl.col("direction") == "outbound") & ~pl.col("answered"))
        .collect()
    )
    if not len(sessions):
        return events.clear()
    frames["events"] = events.join(sessions, on=SESSION, how="anti")
    return events.join(sessions, on=SESSION, how="semi")
