"""The section on what changed: the splits add up, and nothing flagged says so."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from lxml import html as lxml_html

from kpikit import charts, html
from kpikit.details.change_parts import SCHEMA as PARTS
from kpikit.details.limits import SCHEMA as LIMITS
from kpikit.details.work_days import SCHEMA as DAYS
from tests.sample import HOSTILE, PERIODS, snapshot

if TYPE_CHECKING:
    from kpikit.view import View

NOW = PERIODS[-1]


def view(details: dict[str, pl.DataFrame], *, flag: str = "down") -> View:
    """The pricing bot with containment at .559 after a mean of .6."""
    sample = snapshot()
    here = (pl.col("kpi") == "containment_rate") & (pl.col("period") == NOW)
    here &= pl.col("bot_id") == "pricing"
    kind = sample.results.schema["flag"]
    frame = sample.results.with_columns(
        pl.when(here).then(0.559).otherwise("value").alias("value"),
        pl.when(here).then(0.6).otherwise("trailing_mean").alias("trailing_mean"),
        pl.when(here).then(1000.0).otherwise("denominator").alias("denominator"),
        pl.when(here).then(pl.lit(flag)).otherwise(pl.lit("none")).cast(kind).alias("flag"),
    )
    return replace(sample, results=frame, details=details).view("pricing")


def split(*parts: tuple[str, float, float]) -> pl.DataFrame:
    rows = [
        {"bot_id": "pricing", "period": NOW, "kpi": "containment_rate", "segment": "intent",
         "segment_value": name, "rate": rate, "mix": mix, "value_before": 0.6, "value": 0.5,
         "weight_before": 0.1, "weight": 0.1}
        for name, rate, mix in parts
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=PARTS)


SEVEN = split(*((f"s{n}", -0.003 - n / 1e4, -0.0011) for n in range(7)), (HOSTILE, -0.0102, 0.0))


def points(text: str) -> float:
    return float(re.sub(r"[^\d.−]", "", text).replace("−", "-"))


def tree(given: View) -> Any:
    return lxml_html.fromstring(str(html.changes(given).html))


def test_the_parts_shown_add_up_both_ways() -> None:
    rows = tree(view({"change_parts": SEVEN})).xpath("//table[@class='kk-bars']/tbody/tr")
    numbers = [[points(cell.text_content()) for cell in row.xpath("td")[1:]] for row in rows]
    *parts, total = numbers
    assert len(parts) == 6
    for both, within, mix in numbers:
        assert both == pytest.approx(within + mix)
    for column in range(3):
        assert sum(part[column] for part in parts) == pytest.approx(total[column])
    assert rows[-2].xpath("th")[0].text_content() == "3 others"


def test_a_segment_named_in_markup_stays_text() -> None:
    section = str(html.changes(view({"change_parts": SEVEN})).html)
    assert "<b>Bot</b>" not in section
    assert "&lt;b&gt;Bot&lt;/b&gt;" in section


def test_a_flagged_move_comes_first_with_its_mark() -> None:
    first = tree(view({"change_parts": SEVEN})).xpath("//dl[@class='kk-moves']//dt")[0]
    assert first.text_content().startswith("▼\u00a0Containment rate fell 4.1")


def test_nothing_flagged_has_no_list_and_no_table() -> None:
    section = tree(view({}, flag="none"))
    assert section.xpath("//h2")[0].text_content().startswith("No measure stands out")
    assert not section.xpath("//table | //dl | //figure")


def test_the_year_before_has_its_days_in_the_caption() -> None:
    rows = [("pricing", NOW, at, 30, 22, ["A"], 21, "DE") for at in (NOW, PERIODS[0])]
    days = pl.DataFrame(rows, schema=DAYS, orient="row")
    section = tree(view({"work_days": days}, flag="none"))
    assert "21 working days (without A)" in section.xpath("//caption")[0].text_content()
    heads = [head.text_content() for head in section.xpath("//thead//th")]
    assert heads[:4] == ["Measure", "Sep 2025", "Sep 2026", "Change"]


def limits(kpi: str = "csat", signal: str = "") -> pl.DataFrame:
    rows = [
        ("pricing", NOW, kpi, period, 0.7 + 0.01 * (n % 2), 0.01 if n else None, n < 12,
         signal if n == 5 else "", 0.705, 0.678, 0.732, 0.01, 0.0327)
        for n, period in enumerate(PERIODS)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=LIMITS, orient="row")


def test_the_chart_tells_every_value_in_words() -> None:
    given = view({"limits": limits()}, flag="none")
    alt = charts.limits_alt(given)
    assert "CSAT: limits and centre 73.2%, 70.5%, 67.8%; Sep 2025 70.0%" in alt
    assert alt.count("71.0%") == 6
    for narrow in (False, True):
        assert charts.limits(given, narrow=narrow) is not None
    assert 'role="img"' in str(html.changes(given).html)


def test_a_limit_that_cannot_be_reached_is_not_drawn() -> None:
    low = limits().with_columns(pl.lit(-0.1).alias("low"), pl.lit(1.3).alias("high"))
    assert "limits and centre 70.5%; Sep" in charts.limits_alt(view({"limits": low}))


def test_without_twelve_points_there_is_no_chart() -> None:
    assert charts.limits(view({})) is None
    assert charts.limits(view({"limits": limits("average_handle_time_s")})) is None
