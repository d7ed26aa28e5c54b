"""Run the SQL on a project's accepted rows: facts once, then KPIs for any periods and segment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from tests.reference.given import TEXT, WHOLE, give, give_config, give_rows, names_of
from tests.reference.sqlfiles import ADDED, FACTS, Snippet, snippets, statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpikit.periods import Period
    from kpikit.project import Project

DAY = dt.timedelta(days=1)
SPANS = {
    "period": TEXT, "scope": TEXT, "first_day": pl.Date(), "last_day": pl.Date(), "days": WHOLE,
    "launch": pl.Boolean(),
}  # fmt: skip
KPIS = {
    "kpi": TEXT, "kind": TEXT, "sales": pl.Boolean(), "missing": pl.Boolean(), "hours": WHOLE,
    "attributed": pl.Boolean(),
}  # fmt: skip
COMPOSED = frozenset({"priced", "ratio", "derived", "legs"})


@dataclass(frozen=True)
class Reference:
    """The facts of a project in DuckDB.

    Attributes:
        con: the database.
        supplied: tables and "table.column" that some source brought.
        names: what stands for $names in the SQL.
    """

    con: duckdb.DuckDBPyConnection
    supplied: frozenset[str]
    names: Mapping[str, str]

    def results(self, periods: Iterable[Period], *, by: str | None = None) -> pl.DataFrame:
        """Every KPI for periods, by bot and for all of them.

        Args:
            periods: those to compute; one that starts with the launch starts with each bot's own.
            by: the segment column.

        Returns:
            bot_id, period, kpi, method, segment_value, value, numerator, denominator, n, status,
            and kind, how it was computed.
        """
        con = self.con.cursor()
        con.execute("DROP SCHEMA IF EXISTS run CASCADE; CREATE SCHEMA run")
        con.execute("SET search_path = 'run,main'")
        give(con, "spans", self._spans(periods), schema=SPANS)
        con.execute(statements("tables"))
        golden = "TRUE" if by == "origin" else "origin IS DISTINCT FROM 'golden'"
        con.execute(f"CREATE TABLE counted_reviews AS FROM reviews WHERE {golden}")
        kpis = [*_contributed(con, self, by), *_composed(by)]
        give(con, "kpis", _declared(con, kpis, self.supplied), schema=KPIS)
        con.execute(statements("costs"))
        con.execute(_segments(by))
        con.execute(statements("figures"))
        for kpi in kpis:
            if kpi.kind in COMPOSED:
                con.execute(statements(kpi.kind, **_filled(kpi)))
        con.execute(statements("results"))
        return con.sql("FROM results").pl()

    def _spans(self, periods: Iterable[Period]) -> list[tuple[object, ...]]:
        """Each period of each bot, and of the portfolio."""
        bots = [bot for (bot,) in self.con.sql("SELECT bot_id FROM bots ORDER BY 1").fetchall()]
        launches = self._launches()
        rows: list[tuple[object, ...]] = []
        for period in periods:
            for scope in (*bots, "*"):
                first, launch = period.first_day, period.kind == "launch"
                if launch:
                    # A bot that is not live yet has no day of its own.
                    first = min(launches.get(scope, dt.date.max), period.last_day + DAY)
                days = (period.last_day - first).days + 1
                rows.append((period.id, scope, first, period.last_day, days, launch))
        return rows

    def _launches(self) -> dict[str, dt.date]:
        """The launch as configured, else the local day of the first conversation."""
        rows = self.con.sql("""
            SELECT bot_id, coalesce(b.launch, min(local_day(c.started_at)))
            FROM bots LEFT JOIN config_bots AS b USING (bot_id)
            LEFT JOIN conversations AS c USING (bot_id) GROUP BY bot_id, b.launch
        """).fetchall()
        found = {bot: day for bot, day in rows if day is not None}
        return found | ({"*": min(found.values())} if found else {})


def reference(project: Project, *, as_of: dt.datetime | None = None) -> Reference:
    """Compute the facts of a project, at its as_of or another."""
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'; SET threads = 1")
    supplied = give_rows(con, project.tables)
    give_config(con, project.config, as_of=as_of or project.as_of)
    names = names_of(project.config, supplied)
    for file in FACTS:
        con.execute(statements(file, **names))
    return Reference(con, supplied, names)


def _contributed(con: duckdb.DuckDBPyConnection, facts: Reference, by: str | None) -> list[Snippet]:
    """Insert the rows of every KPI that is added up; those without the column are missing."""
    found = []
    column = f'"{by}"' if by else "NULL"
    for stage in ADDED:
        for kpi in snippets(stage, by=column, **facts.names):
            head = f"SELECT '{kpi.kpi}' AS kpi, '{kpi.kind}' AS kind, {kpi.project} AS project, *"
            try:
                con.execute(f"INSERT INTO contributions BY NAME {head} FROM ({kpi.sql})")
            except duckdb.BinderException as error:
                if by is None or column not in str(error):
                    raise
                found.append(replace(kpi, needs=(f"column {by}",)))
                continue
            found.append(kpi)
    return found


def _composed(by: str | None) -> list[Snippet]:
    """The KPIs made of others; costs have no column but their category."""
    lacking = by not in {None, "category"}
    return [
        replace(kpi, needs=(f"column {by}",)) if lacking and kpi.kind == "costs" else kpi
        for kpi in snippets("derived")
    ]


def _declared(
    con: duckdb.DuckDBPyConnection, kpis: list[Snippet], supplied: frozenset[str]
) -> list[tuple[object, ...]]:
    """For each KPI: is it missing something, and how long does it wait."""
    windows = con.sql("FROM settings").pl().row(0, named=True)
    hours = {
        "end": 0, "attribution": 0, "stage": 24 * windows["stage_days"],
        "close": 24 * windows["close_days"],
        "tickets": max(24 * windows["ticket_days"], windows["return_hours"]),
    }  # fmt: skip
    waits: dict[str, set[str]] = {}
    rows: list[tuple[object, ...]] = []
    for kpi in kpis:
        # A figure waits for all it is computed from.
        waits[kpi.kpi] = own = {kpi.settles}.union(*(waits[name] for name in kpi.of))
        missing = not all(_met(need, supplied) for need in kpi.needs)
        longest = max(hours[wait] for wait in own)
        rows.append((kpi.kpi, kpi.kind, kpi.sales, missing, longest, "attribution" in own))
    return rows


def _met(need: str, supplied: frozenset[str]) -> bool:
    return any(
        one[1:] not in supplied if one.startswith("!") else one in supplied
        for one in need.split("|")
    )


def _segments(by: str | None) -> str:
    """The values of the segment column; where there are none, one row says what is missing."""
    if by is None:
        return "CREATE TABLE segments AS SELECT NULL::VARCHAR AS segment"
    costs = "UNION SELECT DISTINCT category FROM cost_days" if by == "category" else ""
    return f"""
        CREATE TABLE segments AS
        WITH found AS (SELECT DISTINCT segment FROM contributions {costs})
        FROM found UNION ALL SELECT NULL WHERE NOT EXISTS (FROM found)
    """


def _filled(kpi: Snippet) -> dict[str, str]:
    """What stands for the names in a composed KPI's statement."""
    operands = [f"max(value) FILTER (WHERE kpi = '{name}') AS {name}" for name in kpi.of]
    return {
        "kpi": kpi.kpi, "base": kpi.of[0], "other": kpi.of[-1],
        "price": kpi.sql, "formula": kpi.sql,
        "operands": ", ".join(operands), "names": ", ".join(f"'{name}'" for name in kpi.of),
    }  # fmt: skip
