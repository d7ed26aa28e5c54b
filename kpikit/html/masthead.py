"""The top of the report: who, what, when; the style sheet; the verdict."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kpikit import findings, labels
from kpikit.findings.unfinished import named
from kpikit.html.markup import Html, emphasised, join, tag, unbroken
from kpikit.html.section import Section
from kpikit.resources import templates_dir

if TYPE_CHECKING:
    from kpikit.view import View

# The page template has the style sheet in its head and drops everything up to here.
STYLE_END = "<!--kk-style-->"


def style() -> Html:
    """The style sheet that JupyterLab and the page share."""
    css = (templates_dir() / "report" / "report.css").read_text(encoding="utf-8")
    return Html(f"<style>{css}</style>{STYLE_END}")


def title(view: View) -> str:
    """One line that names the report: bot, period, as-of."""
    moment = labels.moment(view.context.as_of, view.context.timezone)
    return f"{view.bot.name}, {named(view)}, as of {moment}"


def masthead(view: View) -> Html:
    """The line at the top, and the same in the margin of each printed page."""
    context = view.context
    moment = labels.moment(context.as_of, context.timezone)
    company = "" if view.bot.name == context.company else f" · {context.company}"
    parts = (
        tag("span", tag("b", view.bot.name), company),
        tag("span", f"{context.cadence.capitalize()} report, ", tag("b", named(view))),
        tag("span", f"As of {moment}"),
    )
    header = tag("header", tag("div", *parts, class_="kk-mast"), class_="kk")
    return join(_margins(title(view)), header)


def _margins(text: str) -> Html:
    box = f"@bottom-left{{content:{css_string(text)}}}"
    return Html(f"<style>@media print{{@page{{{box}}}}}</style>")


def css_string(text: str) -> str:
    r"""Text as a CSS string in which nothing can end the string or the style element.

    >>> css_string('a"</style>')
    '"a\\22 \\3c \\2f style\\3e "'
    """
    escaped = re.sub(r"[^\w ,.:-]", lambda found: f"\\{ord(found[0]):x} ", text)
    return f'"{escaped}"'


def verdict(view: View) -> Section:
    """Is it working, in one sentence; the page's first heading."""
    finding = findings.verdict(view)
    lede = [tag("p", emphasised(text), class_="kk-lede") for text in finding.paragraphs]
    note = tag("p", finding.note, class_="kk-lede") if finding.note else None
    heading = tag("h1", unbroken(finding.title), id="kk-verdict-h")
    html = tag(
        "section",
        tag("div", heading, *lede, note, class_="kk-verdict"),
        class_="kk",
        id="kk-verdict",
        aria_labelledby="kk-verdict-h",
    )
    return Section(html, finding.title)
