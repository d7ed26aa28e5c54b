"""Texts fit: widths from metrics, line breaks, tables as high as their text."""

from __future__ import annotations

import pytest

from kpikit.deck import fit
from kpikit.deck.fit import LINE, Paragraph, choose, height, lines, shortened, width
from kpikit.deck.table import Cell, Head, Table
from kpikit.deck.text import Par, Run, paragraph
from kpikit.errors import KpikitError


def test_widths_are_those_of_the_font() -> None:
    # Calibri's digits are all 1038 of 2048 units wide; so are Carlito's.
    assert width("0123456789", 20) == pytest.approx(10 * 20 * 1038 / 2048, rel=0.01)
    assert width("bold", 20, bold=True) > width("bold", 20)
    assert width("", 20) == 0


def test_lines_break_at_blanks_only() -> None:
    room = width("one two", 14) + 0.1
    assert lines("one two", 14, room) == 1
    assert lines("one two three", 14, room) == 2
    assert lines("one\N{NO-BREAK SPACE}two three", 14, room) == 2
    assert lines("", 14, room) == 1


def test_a_word_wider_than_the_box_is_broken_inside() -> None:
    assert lines("a" * 100, 12, width("a", 12) * 40) == 3


def test_height_counts_lines_and_the_space_between() -> None:
    text = [Paragraph("one", 10), Paragraph("two\nlines", 20, before=5)]
    assert height(text, 500) == pytest.approx(10 * LINE + 5 + 2 * 20 * LINE)


def test_names_are_cut_with_an_ellipsis() -> None:
    cut = shortened("Concierge of the whole hotel", 12, 80)
    assert cut.endswith("…")
    assert width(cut, 12) <= 80
    assert shortened("Short", 12, 80) == "Short"


def test_the_first_wording_that_fits_is_chosen_or_the_build_fails() -> None:
    room = width("a shorter title", 26, bold=True) + 1
    texts = ["a much longer title that has no room", "a shorter title"]
    assert choose(texts, 26, room, most=1, bold=True) == "a shorter title"
    with pytest.raises(KpikitError, match="no wording fits 1 lines"):
        choose(texts[:1], 26, room, most=1, bold=True)


def test_without_carlito_a_wider_font_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    carlito = width("Net incremental revenue", 20)
    for cache in (fit._font, fit.width):
        cache.cache_clear()
    monkeypatch.setattr(fit, "_FACES", {False: ("DejaVuSans.ttf",), True: ("DejaVuSans-Bold.ttf",)})
    try:
        assert width("Net incremental revenue", 20) > carlito
    finally:
        for cache in (fit._font, fit.width):
            cache.cache_clear()


def test_rows_grow_with_their_text() -> None:
    heads = [Head("Name", 60), Head("Value", 100, "r")]
    table = Table(heads, [["short", "1"], ["a name of several words", "2"]], size=10)
    one, two = table.row_heights()[1:]
    assert two > one
    assert table.scaled(320).row_heights()[2] < two  # twice the width, fewer lines
    assert sum(head.width for head in table.scaled(320).heads) == pytest.approx(320)


def test_cells_hold_text_not_markup() -> None:
    xml = Table([Head("A & B", 50)], [[Cell((Run("<b>", "bad", bold=True),))]]).xml()
    assert "A &amp; B" in xml
    assert "&lt;b&gt;" in xml
    # Borders come before the fill, else the file is refused.
    assert xml.index("<a:lnB") < xml.index("<a:noFill/></a:tcPr>")


def test_line_ends_become_breaks() -> None:
    assert paragraph(Par("one\ntwo")).count("<a:br>") == 1
    assert Par([Run("a"), Run("b")]).text == "ab"
