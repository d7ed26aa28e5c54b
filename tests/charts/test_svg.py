"""Slim SVG: what must go, what must stay, and the same bytes for the same figure."""

from __future__ import annotations

import re

import pytest

from kpikit.charts.canvas import Box, Canvas, Line, fit, hatch, text_width
from kpikit.charts.svg import to_svg


def drawn() -> Canvas:
    canvas = Canvas(816, 100)
    canvas.lines([Line(0, 10, 100, 10), Line(0, 20.04, 100, 20)], "grid")
    canvas.hatched([Box(10, 30, 60, 18)], "blue")
    canvas.curve([(0, 0), (50, 60)], "grey", dashes=(4, 3))
    canvas.dot(50, 60, "ink", open_=True)
    canvas.text(100, 50, "Held: a <b> & $x_1$ costs $5", size=13.5, bold=True, anchor="right")
    return canvas


def test_colours_become_variables_with_the_colour_as_fallback() -> None:
    svg = to_svg(drawn().figure, "a")
    assert "stroke:var(--grid,#e6ebef)" in svg
    assert "fill:var(--ink,#12263a)" in svg
    assert not re.search(r"(?<!,)#[0-9a-f]{6}", svg)


def test_labels_keep_their_blanks_and_are_escaped() -> None:
    svg = to_svg(drawn().figure, "a")
    assert ">Held: a &lt;b&gt; &amp; $x_1$ costs $5</text>" in svg


def test_nothing_is_left_that_the_page_does_not_need() -> None:
    svg = to_svg(drawn().figure, "a")
    assert svg.startswith('<svg viewBox="0 0 816 100" aria-hidden="true"')
    for waste in ("<g", "<defs", "<style", "<!--", "<metadata", "font-family", " id=", "width="):
        assert waste not in svg
    assert "M0 10L100 10M0 20L100 20" in svg


def test_the_same_figure_gives_the_same_bytes() -> None:
    assert to_svg(drawn().figure, "a") == to_svg(drawn().figure, "a")


def test_ids_that_are_left_are_prefixed_with_what_refers_to_them() -> None:
    canvas = Canvas(100, 100)
    canvas.figure.axes[0].scatter([1, 2], [3, 4], c="#1f5f8b", clip_on=False)
    svg = to_svg(canvas.figure, "kk-x-wide")
    ids = re.findall(r' id="([^"]+)"', svg)
    assert ids
    assert all(name.startswith("kk-x-wide-") for name in ids)
    assert set(re.findall(r'href="#([^"]+)"', svg)) <= set(ids)


def test_a_colour_that_is_no_token_is_an_error() -> None:
    canvas = Canvas(100, 100)
    canvas.figure.axes[0].axhline(5, color="#abcdef")
    with pytest.raises(ValueError, match="#abcdef"):
        to_svg(canvas.figure, "a")


def test_hatching_stays_inside_its_box() -> None:
    box = Box(3, 7, 31, 12)
    for line in hatch(box):
        for x, y in ((line.x1, line.y1), (line.x2, line.y2)):
            assert box.x <= x <= box.x + box.width
            assert box.y <= y <= box.y + box.height


def test_fit_never_exceeds_its_room() -> None:
    for room in range(20, 200, 7):
        assert text_width(fit("Containment by the bot, all languages", room, 12), 12) <= room
