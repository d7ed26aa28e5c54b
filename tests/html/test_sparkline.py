"""Sparklines: gaps stay gaps, ends are marked, size stays small."""

from __future__ import annotations

import re
from dataclasses import replace

from kpikit.html.sparkline import sparkline
from tests.pages import view


def points(svg: str) -> list[list[tuple[float, ...]]]:
    lines = re.findall(r'points="([^"]*)"', svg)
    return [[tuple(map(float, p.split(","))) for p in line.split()] for line in lines]


def test_thirteen_months_span_the_width_and_stay_in_the_box() -> None:
    svg = sparkline(view("pricing").history("conversations"))
    [line] = points(svg)
    assert len(line) == 13
    assert [line[0][0], line[-1][0]] == [4, 84]
    assert {min(y for _, y in line), max(y for _, y in line)} == {4, 18}
    assert len(svg) < 600


def test_a_young_bot_has_a_short_line_that_ends_where_all_end() -> None:
    [line] = points(sparkline(view("help").history("conversations")))
    assert len(line) == 8
    assert line[-1][0] == 84


def test_a_missing_month_is_a_gap_and_never_zero() -> None:
    rows = view("pricing").history("conversations")
    rows[5] = replace(rows[5], value=None)
    first, second = points(sparkline(rows))
    assert (len(first), len(second)) == (5, 7)


def test_a_provisional_end_is_dashed_and_open() -> None:
    svg = sparkline(view("pricing").history("resolution_rate"))
    assert 'stroke-dasharray="2.5 2"' in svg
    assert 'fill="var(--bg,#fff)"' in svg


def test_every_month_that_can_still_change_is_dashed() -> None:
    rows = view("pricing").history("conversations")
    rows[-3:] = [replace(row, status="provisional") for row in rows[-3:]]
    lines = re.findall(
        r'points="([^"]*)"[^>]*?(?:stroke-dasharray="(2.5 2)"[^>]*)?/', sparkline(rows)
    )
    # Ten months are final; from the tenth on the line leads to one that is not.
    assert [(len(line.split()), bool(dash)) for line, dash in lines] == [(10, False), (4, True)]


def test_a_card_has_the_target_and_the_interval_in_view() -> None:
    rows = view("pricing", intervals=True).history("csat")
    svg = sparkline(rows, card=True)
    ends = [float(y) for y in re.findall(r'y[12]="([^"]*)"', svg)]
    assert len(ends) == 4
    assert all(0 <= y <= 44 for y in ends)


def test_without_a_known_value_the_room_stays_empty() -> None:
    svg = sparkline(view("quiet").history("csat"))
    assert "polyline" not in svg
    assert 'width="88"' in svg


def test_one_value_and_equal_values_draw_in_the_middle() -> None:
    rows = [replace(row, value=7.0) for row in view("pricing").history("conversations")]
    assert {y for _, y in points(sparkline(rows))[0]} == {11}
    assert 'cy="11.0"' in sparkline(rows[-1:])
