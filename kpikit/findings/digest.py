"""A run as a short message: what an e-mail or a chat says before anybody opens the report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.findings.faults import UNRECORDED, spoilt
from kpikit.findings.figure import figures
from kpikit.findings.gaps import off_target
from kpikit.findings.notices import notices
from kpikit.findings.unfinished import named
from kpikit.findings.verdict import verdict
from kpikit.findings.words import Finding, filling, inline, lower, until

if TYPE_CHECKING:
    from kpikit.view import Result, View

MOST_NOTICES = 3
"""Things to know that a message has room for."""
MOST_FIGURES = 4
"""Headline figures that fit one line."""
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
"""What Markdown and chat programs read as markup."""


def digest(view: View) -> Finding:
    """The message: who and when as its title, then at most seven lines.

    It holds names of chatbots and measures, and numbers; nobody's name, no text from a
    conversation.
    """
    context = view.context
    moment = labels.moment(context.as_of, context.timezone)
    title = f"{view.bot.name}, {named(view)}, as of {moment}"
    told = verdict(view)
    lines, said = [f"{told.title}."], [*told.figures]
    if not view["conversations"].value:
        return Finding(title, tuple(lines), figures=told.figures)
    rows = _headline(view)
    if rows:
        texts = [_figure(row) for row in rows]
        lines.append(f"{'; '.join([*texts[:1], *map(lower, texts[1:])])}.")
        said += [figure for row in rows for figure in figures(row)]
    for notice in notices(view)[:MOST_NOTICES]:
        lines.append(notice.title)
        said += notice.figures
    off = off_target(view)
    lines.append(f"{off.title}.")
    said += off.figures
    if told.note:
        lines.append(told.note)
    return Finding(title, tuple(lines), figures=tuple(said))


def markdown(view: View) -> str:
    """The message as Markdown: a bold title, a paragraph, a list."""
    told = digest(view)
    head, *rest = map(escaped, told.paragraphs)
    lines = [f"**{escaped(told.title)}**", "", head, "", *(f"- {line}" for line in rest)]
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    r"""A text that no reader of Markdown takes for markup, on one line and without mentions.

    >>> escaped("<b>*Bot*</b> @all")
    '\\<b\\>\\*Bot\\*\\</b\\> @\u2060all'
    """
    flat = " ".join(text.split(" ")).replace("\n", " ").replace("\r", " ")
    return SPECIAL.sub(r"\\\1", flat).replace("@", "@\N{WORD JOINER}")


def _headline(view: View) -> list[Result]:
    """The first headline figures that are known and sound, but for those the verdict says."""
    left = {"net_incremental_revenue", "net_value"}
    left |= {kpi for kpi, wrong in spoilt(view).items() if wrong >= UNRECORDED}
    rows = [row for row in view.headline() if row.known and row.kpi.id not in left]
    return rows[:MOST_FIGURES]


def _figure(row: Result) -> str:
    compared = row.prior_value is not None and not filling(row)
    was = f", {row.format(row.prior_value)} before" if compared else ""
    late = f", provisional{until(row)}" if row.status == "provisional" else ""
    mark = {"up": " ▲", "down": " ▼"}.get(row.flag or "", "")
    name = inline(row.kpi.title)
    text = f"{name[:1].upper()}{name[1:]} {row.text}{mark}"
    return f"{text} ({(was + late)[2:]})" if was or late else text
