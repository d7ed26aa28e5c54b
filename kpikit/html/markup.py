"""HTML that cannot be injected into: text is escaped unless it was built here.

Children that are `Html` go in as they are, everything else is text.
"""

from __future__ import annotations

import html
import re

# What no page may hold in any spelling: a terminal's colours, a log's bells and zeros.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_VOID = {"br", "hr", "line", "circle", "path", "rect", "polyline"}
# The first amount with a unit carries the sentence: "$95.7k", "56.0%", "3.5×", "−4.9 pts".
_AMOUNT = re.compile(
    r"[−+]?(?:[$€£¥₹]|[A-Z]{3}\u00a0)\d[\d,.]*(?:[km]\b)?"
    r"|[−+]?\d[\d,.]*(?:%|×|\u00a0(?:pts|points|days?|seconds?|hours?)\b)"
)


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def escape(text: object) -> Html:
    """Text as markup, without characters that no page may hold; markup as it is.

    >>> escape("a < b & c"), escape(tag("b", "<"))
    ('a &lt; b &amp; c', '<b>&lt;</b>')
    """
    if isinstance(text, Html):
        return text
    return Html(html.escape(_CONTROL.sub("", str(text)), quote=True))


def join(*children: object) -> Html:
    """Markup of several children, one after the other; None is nothing."""
    return Html("".join(escape(child) for child in children if child is not None))


def tag(name: str, *children: object, **attributes: object) -> Html:
    """An element; attributes that are None are left out, True has no value.

    Attribute names lose a trailing underscore, other underscores become hyphens.

    >>> tag("td", "1 < 2", class_="num", data_l="Aug", hidden=None)
    '<td class="num" data-l="Aug">1 &lt; 2</td>'
    """
    given = {key: value for key, value in attributes.items() if value not in (None, False)}
    text = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(value)}"')
        for key, value in given.items()
    )
    if name in _VOID and not children:
        return Html(f"<{name}{text}/>")
    return Html(f"<{name}{text}>{join(*children)}</{name}>")


def unbroken(text: str) -> Html:
    """A sentence in which no line ends between a minus and its number.

    >>> unbroken("from −$2 to $3")
    'from <span class="kk-unbroken">−$2</span> to $3'
    """
    parts = re.split(r"(−\S+)", text)
    shown = [
        tag("span", one, class_="kk-unbroken") if n % 2 else one for n, one in enumerate(parts)
    ]
    return join(*shown)


def emphasised(text: str) -> Html:
    """A sentence with its first amount in bold; a count without a unit stays plain.

    >>> emphasised("The bot closed 56.0% of 4,812.")
    'The bot closed <b>56.0%</b> of 4,812.'
    """
    found = _AMOUNT.search(text)
    if found is None:
        return escape(text)
    before, after = text[: found.start()], text[found.end() :]
    return join(before, tag("b", found[0]), after)
