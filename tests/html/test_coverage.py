"""The matrix of measures by chatbot at the end of the report. Expected states are the sample's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from kpikit.context import BotInfo
from kpikit.html.coverage import coverage
from kpikit.report import Report
from kpikit.view import View
from tests.pages import tree, view, words


def table(shown: View) -> list[list[str]]:
    """Cells of the matrix as text, the heads first."""
    found = tree(coverage(shown)).find(".//table")
    return [[words(cell).strip() for cell in row] for row in found.findall(".//tr")]


def states(rows: list[list[str]], title: str) -> dict[str, str]:
    [found] = [row for row in rows[1:] if title in row[0].split("; ")]
    return dict(zip(rows[0][1:], found[1:], strict=True))


def test_every_measure_stands_once_with_its_state_at_every_bot() -> None:
    shown = view("pricing")
    rows = table(shown)
    titles = [title for row in rows[1:] for title in row[0].split("; ")]
    assert sorted(titles) == sorted(row.kpi.title for row in shown.kpis())
    names = [bot.name for bot in shown.context.bots]
    assert rows[0] == ["Measures", *names, "All together"]
    assert states(rows, "Conversations") == dict.fromkeys([*names, "All together"], "final")
    for bot in shown.context.bots:
        own = shown.other(bot.id)
        for kpi, said in (("resolution_rate", "Resolution rate"), ("roi", "Return on investment"),
                          ("close_rate", "Close rate")):  # fmt: skip
            row = own[kpi]
            state = states(rows, said)[bot.name]
            assert (state == "final") == (row.status == "final")
            assert state.startswith("needs") == (row.status == "unavailable")
            assert (state == "not applicable") == (row.status == "not_applicable")


def many(shown: View, count: int) -> View:
    """The same with more chatbots, each with the numbers of the first."""
    bots = shown.context.bots
    more = tuple(BotInfo(f"more{n}", f"More {n}", "sales") for n in range(count))
    own = shown.results.filter(pl.col("bot_id") == bots[0].id)
    rows = [own.with_columns(pl.lit(bot.id).alias("bot_id")) for bot in more]
    context = replace(shown.context, bots=(*bots, *more))
    return View(pl.concat([shown.results, *rows]), context, shown.bot, shown.period)


def test_many_chatbots_are_counted_and_one_stands_alone() -> None:
    rows = table(many(view("*"), 3))
    assert rows[0] == ["Measures", "7 chatbots", "All together"]
    assert states(rows, "Conversations") == {"7 chatbots": "final at 7", "All together": "final"}
    one = table(many(view("pricing"), 3))
    assert one[0] == ["Measures", "Pricing Bot", "All together"]


def test_the_matrix_is_in_the_report_whether_or_not_data_are_missing() -> None:
    shown: Any = view("pricing")
    complete = shown.results.with_columns(
        pl.when(pl.col("status").cast(pl.String) == "unavailable")
        .then(pl.lit("final").cast(shown.results.schema["status"]))
        .otherwise(pl.col("status"))
        .alias("status")
    )
    for one in (shown, View(complete, shown.context, shown.bot, shown.period)):
        section = tree(Report(one).unavailable()._repr_html_())
        assert "Every measure by chatbot" in words(section)
