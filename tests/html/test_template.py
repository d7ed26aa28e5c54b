"""The page template with cells of an analyst's own among ours."""

from __future__ import annotations

from typing import Any

import nbformat

from kpikit.report import Report
from kpikit.run.page import to_html
from tests.pages import shown, tree, view, words

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg\n"
    "gg==\n"
)
new = nbformat.v4


def own(*outputs: Any, **metadata: Any) -> Any:
    cell = new.new_code_cell("secret = 'never shown'", metadata=metadata)
    cell.outputs = list(outputs)
    return cell


def result(**data: str) -> Any:
    return new.new_output("execute_result", data={k.replace("_", "/"): v for k, v in data.items()})


def page(*cells: Any) -> Any:
    report = Report(view("pricing"))
    ours = [shown(report), shown(report.verdict())]
    return tree(to_html(new.new_notebook(cells=[*ours, *cells])))


def test_no_word_is_broken_where_the_screen_is_narrow() -> None:
    """A browser that hyphenates breaks "Opportuni-ty" before it lets a number wrap."""
    style = "".join(str(one.text) for one in page().iter("style"))
    assert ".kk-bars" in style
    assert "hyphens: auto" not in style


def test_a_markdown_heading_opens_a_section_of_the_same_look() -> None:
    parsed = page(
        new.new_markdown_cell("## We pinned the *old* prices\n\nFixed on 2 Oct."),
        own(result(text_plain="<DataFrame>")),
        own(new.new_output("stream", name="stdout", text="3 < 4\n")),
        shown(Report(view("pricing")).ladder()),
    )
    section = parsed.findall(".//main/section")[1]
    assert words(section.find(".//h2")).split() == ["We", "pinned", "the", "old", "prices"]
    assert section[0][0].get("class") == "kk-words"
    assert section[0][1].get("class") == "kk-proof kk-own"
    assert [pre.text.strip() for pre in section.iter("pre")] == ["<DataFrame>", "3 < 4"]
    assert parsed.findall(".//main/section")[2].get("id") == "kk-ladder"


def test_cells_outside_a_section_are_shown_where_they_stand() -> None:
    parsed = page(own(result(text_html="<table><tr><td>7</td></tr></table>", text_plain="7")))
    [loose] = parsed.findall(".//main/div")
    assert words(loose).strip() == "7"


def test_no_code_no_error_output_and_no_script_reach_the_page() -> None:
    parsed = page(
        own(new.new_output("stream", name="stderr", text="a warning with a path")),
        own(result(application_javascript="alert(1)", text_plain="plot")),
        own(new.new_output("error", ename="E", evalue="v", traceback=["secret trace"])),
    )
    text = words(parsed)
    for unwanted in ("never shown", "a warning", "alert", "secret trace"):
        assert unwanted not in text
    assert list(parsed.iter("script")) == []


def test_pictures_have_their_cells_alt_text() -> None:
    parsed = page(own(result(image_png=PIXEL), alt='A "pixel" & more'))
    image = parsed.find(".//img")
    assert image.get("alt") == 'A "pixel" & more'
    assert image.get("src").startswith("data:image/png;base64,iVBOR")
    assert "\n" not in image.get("src")


def test_a_notebook_without_ours_is_a_page_all_the_same() -> None:
    html = to_html(new.new_notebook(cells=[new.new_markdown_cell("Just words")]))
    parsed = tree(html)
    assert words(parsed.find(".//main")).strip() == "Just words"
    assert parsed.find(".//title").text
