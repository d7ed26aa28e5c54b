"""The page in Chromium: silent, fetching nothing, readable at every width, in both schemes."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from kpikit.charts.tokens import DARK, LIGHT
from tests import pages

if TYPE_CHECKING:
    from pathlib import Path

WIDTHS = (320, 360, 400, 520, 640, 900, 960, 1200, 1440)
BOTS = ("pricing", "help", "quiet", "hostile", "*")

WIDER_THAN_THE_WINDOW = """() => [...document.querySelectorAll('body *')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width && box.right > document.documentElement.clientWidth + 0.5
    && getComputedStyle(e).position !== 'absolute' && !e.closest('.kk-hidden, .kk-skip');
}).map(e => e.tagName + '.' + e.getAttribute('class') + ': ' + e.textContent.slice(0, 40))"""

LABELS_OUTSIDE = """() => [...document.querySelectorAll('.kk-draw svg')].flatMap(svg => {
  const frame = svg.getBoundingClientRect();
  return !frame.width ? [] : [...svg.querySelectorAll('text')].filter(t => {
    const box = t.getBoundingClientRect();
    return box.left < frame.left - 1.5 || box.right > frame.right + 1.5;
  }).map(t => t.textContent);
})"""

LABELS_OVER_EACH_OTHER = """() => [...document.querySelectorAll('.kk-draw svg')].flatMap(svg => {
  const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent,
    t.getBoundingClientRect()]);
  return !svg.getBoundingClientRect().width ? [] : boxes.flatMap(([one, a], i) =>
    boxes.slice(i + 1).filter(([two, b]) => a.left < b.right - 1 && b.left < a.right - 1
      && a.top < b.bottom - 4 && b.top < a.bottom - 4).map(([two]) => one + ' | ' + two));
})"""

SMALLEST_TEXT = """() => Math.min(...[...document.querySelectorAll('.kk-draw text, td, th, p')]
  .filter(e => e.getBoundingClientRect().width && e.textContent.trim())
  .map(e => {
    const svg = e.closest('svg');
    const scale = svg && svg.viewBox.baseVal.width
      ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    return parseFloat(getComputedStyle(e).fontSize) * scale;
  }))"""

CONTRASTS = """() => {
  const channel = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = rgb => { const [r, g, b] = rgb.match(/[\\d.]+/g).map(Number);
    return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
  const ground = light(getComputedStyle(document.body).backgroundColor);
  const low = {};
  for (const e of document.querySelectorAll('.kk-sheet *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.getBoundingClientRect().width || e.tagName === 'STYLE') continue;
    const look = getComputedStyle(e);
    const ink = light(e.closest('svg') ? look.fill : look.color);
    const [high, deep] = [Math.max(ink, ground), Math.min(ink, ground)];
    const ratio = (high + 0.05) / (deep + 0.05);
    if (ratio < 4.5) low[e.tagName + ': ' + e.textContent.slice(0, 30)] = ratio;
  }
  return low; }"""


def opened(
    page: Any, tmp_path: Path, html: str, *, width: int = 1200, scheme: str = "light"
) -> Any:
    file = tmp_path / "report.html"
    file.write_text(html, encoding="utf-8")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize("bot", BOTS)
def test_it_says_nothing_and_asks_for_nothing(page: Any, tmp_path: Path, bot: str) -> None:
    opened(page, tmp_path, pages.page(bot))
    page.wait_for_timeout(100)
    assert page.heard == []
    assert page.asked == [(tmp_path / "report.html").as_uri()]
    assert page.evaluate("document.scripts.length") == 0


@pytest.mark.parametrize("intervals", [False, True], ids=["plain", "intervals"])
@pytest.mark.parametrize("bot", BOTS)
def test_nothing_runs_over_at_any_width(
    page: Any, tmp_path: Path, bot: str, *, intervals: bool
) -> None:
    opened(page, tmp_path, pages.page(bot, intervals=intervals))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(WIDER_THAN_THE_WINDOW) == [], width
        assert page.evaluate(LABELS_OUTSIDE) == [], width
        assert page.evaluate(LABELS_OVER_EACH_OTHER) == [], width
        if width >= 400:
            assert page.evaluate(SMALLEST_TEXT) >= 11.99, width


@pytest.mark.parametrize("font", ["DejaVu Sans", "Inter", "Carlito"])
def test_figures_have_room_for_other_fonts(page: Any, tmp_path: Path, font: str) -> None:
    style = f"<style>.kk:not(#_):not(#_) {{ font-family: '{font}' !important }}</style></head>"
    html = pages.page("pricing", intervals=True).replace("</head>", style)
    opened(page, tmp_path, html)
    for width in (400, 700, 1200):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(LABELS_OUTSIDE) == [], width
        assert page.evaluate(LABELS_OVER_EACH_OTHER) == [], width


@pytest.mark.parametrize(("scheme", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_text_can_be_read_in_both_schemes(
    page: Any, tmp_path: Path, scheme: str, tokens: dict[str, str]
) -> None:
    opened(page, tmp_path, pages.page("pricing", intervals=True), scheme=scheme)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    wanted = ", ".join(str(int(tokens["bg"][i : i + 2], 16)) for i in (1, 3, 5))
    assert ground == f"rgb({wanted})"
    assert page.evaluate(CONTRASTS) == {}


def test_paper_is_white_even_where_the_screen_is_dark(page: Any, tmp_path: Path) -> None:
    opened(page, tmp_path, pages.page("pricing"), scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(CONTRASTS) == {}
    shown = "document.querySelector('.kk-ladder .kk-wide').getBoundingClientRect().width"
    assert page.evaluate(shown) > 600


def test_one_drawing_of_each_figure_is_shown(page: Any, tmp_path: Path) -> None:
    visible = """() => [...document.querySelectorAll('.kk-draw')].map(d =>
      [...d.children].filter(c => c.getBoundingClientRect().width).map(c => c.className))"""
    opened(page, tmp_path, pages.page("pricing"))
    for width, name in (
        (400, "kk-narrow"),
        (919, "kk-narrow"),
        (920, "kk-wide"),
        (1300, "kk-wide"),
    ):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(visible) == [[name]] * 5, width


def test_words_stand_beside_the_evidence_only_where_there_is_room(
    page: Any, tmp_path: Path
) -> None:
    beside = """() => { const [w, p] = document.querySelector('#kk-ladder .kk-in').children;
      return p.getBoundingClientRect().left > w.getBoundingClientRect().right; }"""
    opened(page, tmp_path, pages.page("pricing"))
    found = {}
    for width in (1199, 1200):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate(beside)
    assert found == {1199: False, 1200: True}


@pytest.mark.parametrize("bot", BOTS)
def test_headings_descend_one_level_at_a_time(bot: str) -> None:
    parsed = pages.tree(pages.page(bot))
    levels = [int(e.tag[1]) for e in parsed.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("bot", BOTS)
def test_ids_are_unique_and_references_lead_somewhere(bot: str) -> None:
    parsed = pages.tree(pages.page(bot, intervals=True))
    ids = [e.get("id") for e in parsed.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    named = {e.get("aria-labelledby") for e in parsed.iter() if e.get("aria-labelledby")}
    links = {e.get("href")[1:] for e in parsed.iter("a")}
    assert named | links <= set(ids)


def test_the_frame_of_the_page() -> None:
    text = pages.page("pricing")
    parsed = pages.tree(text)
    assert parsed.get("lang") == "en"
    assert parsed.find(".//title").text == "Pricing Bot, September 2026, as of 3 Oct 2026, 06:00"
    assert [e.tag for e in parsed.iter("header", "main", "footer")] == ["header", "main", "footer"]
    assert parsed.find(".//body/a").get("href") == "#main"
    policy = parsed.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert policy == (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
        "form-action 'none'"
    )
    for unwanted in ("<script", "javascript:", "http://", "https://", "open_report", " onclick"):
        assert unwanted not in text
    assert text.count("Everything hangs under .kk") == 1, "the style sheet is there once"


@pytest.mark.parametrize("bot", BOTS)
def test_tables_and_images_can_be_read_aloud(bot: str) -> None:
    parsed = pages.tree(pages.page(bot))
    for table in parsed.iter("table"):
        assert table.get("role") == "table"
        assert table.find("caption") is not None
        assert all(th.get("scope") for th in table.iter("th"))
        assert all(e.get("role") for e in table.iter("tr", "th", "td", "thead", "tbody"))
    for svg in parsed.iter("svg"):
        assert svg.get("aria-hidden") == "true"
    for image in parsed.iter():
        if image.get("role") == "img":
            assert len(image.get("aria-label")) > 20


def test_printing_gives_numbered_a4_pages_with_the_reports_name(page: Any, tmp_path: Path) -> None:
    opened(page, tmp_path, pages.page("pricing"))
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    # A4 in points, as Chromium writes it.
    assert b"/MediaBox [0 0 594.95996 841.91998]" in pdf or b"/MediaBox [0 0 595" in pdf
    assert len(pdf) < 1_200_000
    assert "@bottom-left{content:" in pages.page("pricing")


@pytest.mark.parametrize("light", ["true", "false"])
def test_in_jupyterlab_the_sections_follow_its_theme(page: Any, tmp_path: Path, light: str) -> None:
    """Cells as saved, inside the elements and attributes that JupyterLab puts around them."""
    cells = pages.notebook(pages.view("pricing")).cells
    parts = "".join(
        "<div class='jp-RenderedHTMLCommon jp-RenderedHTML jp-OutputArea-output'>"
        f"{cell.outputs[0].data['text/html']}</div>"
        for cell in cells
    )
    lab = (
        "<style>:root{--jp-layout-color0:#fff} [data-jp-theme-light=false]{--jp-layout-color0:#111}"
        "body{background:var(--jp-layout-color0)} p{color:red}"
        ".jp-RenderedHTMLCommon tbody tr:nth-child(odd){background:red}"
        ".jp-RenderedHTMLCommon td{text-align:right;padding:50px}"
        ".jp-RenderedHTMLCommon dl dt{float:left;width:20%}</style>"
    )
    html = f"<!doctype html><html><head>{lab}</head><body data-jp-theme-light='{light}'>{parts}"
    # The page's own scheme must not matter.
    opened(page, tmp_path, html, scheme="light" if light == "false" else "dark", width=1000)
    assert page.evaluate(CONTRASTS.replace(".kk-sheet *", ".kk *")) == {}
    row = "getComputedStyle(document.querySelector('.kk-measures tbody tr:nth-child(3)'))"
    assert page.evaluate(f"{row}.backgroundColor") == "rgba(0, 0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.querySelector('.kk dt')).float") == "none"
    assert page.evaluate(WIDER_THAN_THE_WINDOW) == []
    outside = "document.body.insertAdjacentHTML('beforeend', '<p id=out>x</p>')"
    page.evaluate(outside)
    assert page.evaluate("getComputedStyle(document.getElementById('out')).color") == (
        "rgb(255, 0, 0)"
    )
