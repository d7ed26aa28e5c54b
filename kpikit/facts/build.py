"""The facts of a project, from its tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from kpikit.facts.around import incidents, inputs, outbound, outcome_days, shown, traffic
from kpikit.facts.business import business, with_sales
from kpikit.facts.conversations import conversations, in_order
from kpikit.facts.ladder import ladder
from kpikit.facts.messages import messages
from kpikit.facts.model import Facts
from kpikit.facts.money import costs
from kpikit.facts.parts import parts, with_ratings
from kpikit.facts.past import Past
from kpikit.facts.problems import negative_durations
from kpikit.facts.scope import Scope
from kpikit.facts.sessions import sessions
from kpikit.facts.study import assignments
from kpikit.facts.tickets import tickets as tickets_named
from kpikit.facts.tickets import with_tickets
from kpikit.tables import schema
from kpikit.visible import visible

if TYPE_CHECKING:
    import datetime as dt

    from kpikit.config import Config
    from kpikit.tables import Tables

UNREAD = {"text", "event_id", "is_test", "direction", "block_reason", "goal_step", "lead_score"}
"""Event columns that no fact is made of; what users wrote never leaves the tables."""

EVENT_COLUMNS = tuple(name for name in schema("events").names if name not in UNREAD)


def build_facts(tables: Tables, config: Config, *, as_of: dt.datetime) -> Facts:
    """Build every fact of a project, true of one instant.

    Args:
        tables: the accepted rows of every table the project has.
        config: windows, bots, currency, time zone and page types.
        as_of: what happened later does not exist.

    Returns:
        The facts; the same rows in another order or in other files give the same facts.
    """
    rejected, tables = tables.rejected, tables.usable()
    seen = visible(_without_text(tables), as_of=as_of, config=config)
    scope = Scope(seen.tables, config, as_of)
    of = sessions(_events(scope))
    talk = messages(of)
    judged = _judged(scope, conversations(of, talk, config.page_types))
    sales = business(scope, of, judged)
    inside = parts(of, talk, judged, satisfied_from=config.windows.csat_satisfied_from)
    inside["escalations"] = with_tickets(inside["escalations"], scope)
    return Facts(
        conversations=in_order(with_ratings(with_sales(judged, sales), inside["ratings"])),
        outbound=outbound(seen.outbound, config.page_types),
        shown=shown(scope.rows("events")),
        incidents=incidents(of, judged),
        inputs=inputs(talk, judged, config.timezone),
        traffic=traffic(scope),
        tickets=tickets_named(scope, judged, inside["escalations"]),
        outcome_days=outcome_days(judged, config.timezone),
        costs=costs(scope),
        **_study(scope),
        as_of=as_of,
        supplied=_supplied(tables, config),
        rejected=rejected,
        left_out=seen.left_out,
        bots=_bots(of.events, seen.outbound),
        negative=negative_durations(judged, inside["answers"], sales),
        journeys_at=Past(tables, config, sales["journeys"], sales["deals"]).at,
        **sales,
        **inside,
    )


def _judged(scope: Scope, talks: pl.DataFrame) -> pl.DataFrame:
    """Conversations with their place on the ladder."""
    windows, tickets = scope.config.windows, scope.optional("tickets")
    return ladder(talks, tickets, windows=windows, as_of=scope.as_of)


def _without_text(tables: Tables) -> Tables:
    events = tables["events"]
    return tables.with_tables({"events": replace(events, columns=events.columns - {"text"})})


def _events(scope: Scope) -> pl.DataFrame:
    """The visible events, without the columns nobody supplied."""
    events = scope.tables["events"]
    wanted = {*schema("events").required, "session_id", "seq", *events.columns & {*EVENT_COLUMNS}}
    return events.frame.select(sorted(wanted)).collect()


def _bots(*events: pl.DataFrame) -> tuple[str, ...]:
    """The bots that some event names; an error without a session is no conversation's."""
    return tuple(sorted({bot for rows in events for bot in rows["bot_id"].unique()}))


def _study(scope: Scope) -> dict[str, pl.DataFrame]:
    """What was looked into, and what was changed: reviews, experiments, changes."""
    changed = scope.rows("changes").sort("date", "seq").drop("seq").collect()
    return {
        "reviews": _reviews(scope),
        "assignments": assignments(scope),
        "changes": changed,
    }


def _reviews(scope: Scope) -> pl.DataFrame:
    """One row per review, a weight not given being 1."""
    weighted = scope.rows("reviews").with_columns(pl.col("weight").fill_null(1.0))
    return weighted.sort("item_at", "review_id").drop("seq").collect()


def _supplied(tables: Tables, config: Config) -> dict[str, frozenset[str]]:
    """The columns each table has, with those that the configuration derives from others."""
    supplied = {name: table.columns for name, table in tables.tables.items()}
    if config.page_types and "page_url" in supplied["events"]:
        supplied["events"] |= {"page_type"}
    fields = set(config.qualifying_fields)
    if fields and fields <= supplied.get("leads", frozenset()):
        supplied["leads"] |= {"qualified"}
    return supplied
