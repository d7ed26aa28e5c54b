"""The colours a report may use, by name; figures are drawn in the light ones.

Colour is spent on meaning only: blue is the bot, grey the comparison or the neutral, orange cost
or failure. In the SVG each becomes a CSS variable, so that one drawing serves light, dark and
print. A colour that is not here is an error.
"""

from __future__ import annotations

LIGHT = {
    "bg": "#ffffff",
    "panel": "#f4f6f8",
    "ink": "#12263a",
    "ink2": "#475868",
    "ink3": "#5c6b79",
    "rule": "#d5dce3",
    "grid": "#e6ebef",
    "blue": "#1f5f8b",
    "orange": "#b3451b",
    "grey": "#7a8794",
    "bluet": "#c9dcea",
    "oranget": "#f3d5c8",
    "greyt": "#dde2e7",
    "good": "#0c6f57",
    "watch": "#8a6a00",
    "bad": "#9c2a10",
    "unsure": "#54606c",
}
DARK = {
    "bg": "#0f1720",
    "panel": "#18222d",
    "ink": "#e9eff5",
    "ink2": "#b0bdc9",
    "ink3": "#94a3b1",
    "rule": "#324150",
    "grid": "#22303c",
    "blue": "#62a6d8",
    "orange": "#e4835a",
    "grey": "#8593a0",
    "bluet": "#1f425c",
    "oranget": "#5a3223",
    "greyt": "#303d49",
    "good": "#4cc3a3",
    "watch": "#ecc75e",
    "bad": "#ff8a70",
    "unsure": "#a8b5c1",
}
NAMES = {value: name for name, value in LIGHT.items()}


def variable(color: str) -> str:
    """The CSS variable of a light colour, with the colour itself as its fallback.

    Raises:
        ValueError: the colour is no token.

    >>> variable("#1f5f8b")
    'var(--blue,#1f5f8b)'
    """
    name = NAMES.get(color.lower())
    if name is None:
        raise ValueError(f"color == {color}, must be one of the report's tokens")
    return f"var(--{name},{color.lower()})"
