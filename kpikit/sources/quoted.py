"""Texts as YAML reads them back."""

from __future__ import annotations

import json
import re

PLAIN = re.compile(r"[A-Za-z_./][A-Za-z0-9_./-]*")
KEYWORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}  # YAML reads these itself


def quoted(text: str) -> str:
    """A text as YAML reads it back, in quotes where it needs them.

    >>> quoted("Datum"), quoted("Erstellt am"), quoted("no")
    ('Datum', '"Erstellt am"', '"no"')
    """
    plain = PLAIN.fullmatch(text) and text.lower() not in KEYWORDS
    return text if plain else json.dumps(text, ensure_ascii=False)
