"""Verdicts and states as a drawn symbol and its word: shape and word carry it, not colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.findings import in_baseline
from kpikit.html.markup import Html, join, tag

if TYPE_CHECKING:
    from kpikit.view import Result

# Drawn on 16 units; what is cut out of a filled shape is stroked in the page's background.
_CUT = 'fill="none" stroke="var(--bg,#fff)" stroke-width="2" stroke-linecap="round"'
_RING = '<circle cx="8" cy="8" r="6.75" fill="none" stroke="currentColor" stroke-width="1.5"/>'
_DRAWN = {
    "good": (
        '<circle cx="8" cy="8" r="7.5" fill="currentColor"/>'
        f'<path d="M4.6 8.3 7 10.6 11.4 5.8" {_CUT} stroke-linejoin="round"/>'
    ),
    "watch": f'{_RING}<path d="M8 1.25a6.75 6.75 0 0 1 0 13.5z" fill="currentColor"/>',
    "bad": (
        '<path d="M8 0 16 8 8 16 0 8z" fill="currentColor"/>'
        f'<path d="M8 4.4v4.2M8 11.6v.01" {_CUT}/>'
    ),
    "cannot_tell": (
        f'{_RING}<path d="M6.1 6.5C6.1 3.9 9.9 4 9.9 6.4 9.9 7.9 8 7.8 8 9.3M8 11.7v.01" '
        'fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"/>'
    ),
    "provisional": (
        '<circle cx="8" cy="8" r="6.75" fill="none" stroke="currentColor" stroke-width="1.5" '
        'stroke-dasharray="2.4 1.84"/>'
    ),
    "unavailable": (
        f'{_RING}<path d="M3.4 12.6 12.6 3.4" stroke="currentColor" stroke-width="1.5"/>'
    ),
    "none": '<path d="M3 8h10" stroke="currentColor" stroke-width="1.75"/>',
}
_DRAWN["not_applicable"] = _DRAWN["none"]


def symbol(name: str) -> Html:
    """The drawn symbol of a verdict or status, hidden from screen readers: the word follows it."""
    shape = '<svg class="kk-sym" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
    return Html(f"{shape}{_DRAWN[name]}</svg>")


def state(name: str, word: str | None = None) -> Html:
    """A symbol with its word.

    Args:
        name: a verdict or status of the results table.
        word: another word than the usual one.
    """
    text = labels.STATES[name].word if word is None else word
    return tag("span", symbol(name), text, class_=f"kk-state kk-{name.replace('_', '-')}")


def judgement(row: Result, *, cell: bool = False) -> Html:
    """The verdict of a result, and on a second line what can still change it.

    Args:
        row: the result.
        cell: in a table, where provisional reads "until 9 Oct" below the verdict.
    """
    if row.status in {"unavailable", "not_applicable"}:
        return state(row.status)
    word = "baseline" if in_baseline(row) else None
    lines = [state(row.verdict, word) if row.known else state("none", "no cases")]
    if row.status == "provisional":
        until = f"until {labels.until(row.final_on, row.as_of)}" if row.final_on else ""
        word = until if cell and until else f"provisional {until}".strip()
        lines.append(state("provisional", word))
    return tag("span", join(*lines), class_="kk-judged")


def key() -> Html:
    """What the symbols mean, for under the full table."""
    names = ("good", "watch", "bad", "cannot_tell", "provisional", "unavailable", "not_applicable")
    return tag("p", *(state(name) for name in names), class_="kk-key")
