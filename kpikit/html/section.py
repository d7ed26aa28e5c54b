"""A section of the report: its finding in words on the left, the evidence on the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.charts import to_svg
from kpikit.html.markup import Html, emphasised, join, tag

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from kpikit.findings import Finding


@dataclass(frozen=True)
class Section:
    """What a notebook cell shows: markup, and one line of text where there is no HTML."""

    html: Html
    line: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.line


def section(
    name: str, finding: Finding, *proof: object, eyebrow: str, full: bool = False
) -> Section:
    """Put words and evidence into one section, labelled by its heading.

    Args:
        name: the section's id on the page.
        finding: the heading, the paragraphs under it and a caveat.
        proof: figures and tables; without any the words stand alone.
        eyebrow: the section's subject, above its finding.
        full: the evidence takes the whole width, below the words.
    """
    heading = f"kk-{name}-h"
    wide = "kk-full" if full else ""
    words = tag(
        "div",
        tag("p", eyebrow, class_="kk-eyebrow"),
        tag("h2", finding.title, id=heading),
        *(tag("p", emphasised(text)) for text in finding.paragraphs),
        tag("p", finding.note, class_="kk-note") if finding.note else None,
        class_=f"kk-words {wide}".strip(),
    )
    shown = [part for part in proof if part]
    evidence = tag("div", *shown, class_=f"kk-proof {wide}".strip()) if shown else None
    inner = tag("div", words, evidence, class_="kk-in kk-whole" if full else "kk-in")
    html = tag("section", inner, class_="kk", id=f"kk-{name}", aria_labelledby=heading)
    return Section(html, f"{eyebrow}: {finding.title}")


def figure(
    name: str,
    draw: Callable[..., Figure | None],
    *,
    title: str,
    caption: str,
    alt: str,
) -> Html | None:
    """A figure with its heading: drawn twice, of which the style sheet shows one.

    Args:
        name: prefix of the ids in its drawings, unique on the page.
        draw: called with narrow=False and narrow=True; None where there is nothing to draw.
        title: what is shown.
        caption: how to read it: units, colours, marks.
        alt: every value in words, in reading order.
    """
    drawings = []
    for size in ("wide", "narrow"):
        drawn = draw(narrow=size == "narrow")
        if drawn is None:
            return None
        svg = Html(to_svg(drawn, f"{name}-{size}"))
        drawings.append(tag("div", svg, class_=f"kk-{size}"))
    head = tag("figcaption", tag("h3", title), tag("p", caption, class_="kk-caption"))
    image = tag("div", *drawings, class_="kk-draw", role="img", aria_label=alt)
    return tag("figure", head, image, class_=name)


def head(title: str, caption: str = "") -> Html:
    """A heading with its caption for evidence that is no figure."""
    text = tag("p", caption, class_="kk-caption") if caption else None
    return tag("div", tag("h3", title), text, class_="kk-head")


def terms(pairs: list[tuple[str, object]], *, class_: str) -> Html:
    """Names with what belongs to them, as a definition list."""
    rows = [join(tag("dt", name), tag("dd", value)) for name, value in pairs]
    return tag("dl", *rows, class_=class_)
