"""What a text that is no period was surely meant to be; for suggestions alone."""

from __future__ import annotations

import calendar
import re

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
SHORT = 3  # letters that tell a month
FORMS = (
    (r"(?P<year>\d{4}|\d{2})[-_/. ]?W(?P<week>\d{1,2})", "{year}-W{week:02}"),
    (r"W(?P<week>\d{1,2})[-_/. ]?(?P<year>\d{4})", "{year}-W{week:02}"),
    (r"(?P<year>\d{4}|\d{2})[-_/. ]?Q(?P<quarter>\d)", "{year}-Q{quarter}"),
    (r"(?:Q(?P<quarter>\d)|(?P<before>\d)Q)[-_/. ]?(?P<year>\d{4})", "{year}-Q{quarter}"),
    (r"(?P<year>\d{4})[-_/. ]?M?(?P<month>\d{1,2})", "{year}-{month:02}"),
    (r"(?P<year>\d{2})[-_/.](?P<month>\d{1,2})", "{year}-{month:02}"),
    (r"(?P<month>\d{1,2})[-_/. ](?P<year>\d{4})", "{year}-{month:02}"),
    (r"(?P<word>[A-Z]{3,9})[-_/., ]*(?P<year>\d{4})", "{year}-{month:02}"),
    (r"(?P<year>\d{4})[-_/., ]*(?P<word>[A-Z]{3,9})", "{year}-{month:02}"),
    (r"(?P<year>\d{4})(?:-?T12)?", "{year}-12-T12"),
    (r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", "{day_id}..{day_id}"),
    (r"LAUNCH(?:\.\.|-|\s)?(?P<year>\d{4})-(?P<month>\d{1,2})", "launch..{year}-{month:02}"),
)
"""How periods are written elsewhere, and how they are written here; the first that fits."""


def meant(text: str) -> str:
    """The period that a text seems to mean, in our form; empty where none does.

    What is suggested may still be out of the calendar, as month 13 is.

    >>> [meant(text) for text in ("2026Q5", "26-10", "Oct 2026", "10/2026", "last")]
    ['2026-Q5', '2026-10', '2026-10', '2026-10', '']
    """
    bare = text.strip().upper()
    for pattern, form in FORMS:
        match = re.fullmatch(pattern, bare)
        if match:
            return _written(form, match.groupdict())
    return ""


def _written(form: str, found: dict[str, str | None]) -> str:
    """The parts that were found in our form; empty where a word is no month."""
    word = (found.get("word") or "").lower()
    parts: dict[str, int | str] = {
        name: int(value) for name, value in found.items() if value and value.isdigit()
    }
    if word:
        months = [number for name, number in MONTHS.items() if name.startswith(word)]
        if len(word) < SHORT or len(months) != 1:
            return ""
        parts["month"] = months[0]
    parts.setdefault("quarter", parts.get("before", 0))
    year = found["year"] or ""
    parts["year"] = year if len(year) > 2 else f"20{year}"
    if "day" in parts:
        parts["day_id"] = f"{year}-{parts['month']:02}-{parts['day']:02}"
    return form.format(**parts)
