"""What must not be written down: contact details, and text a spreadsheet would run."""

from __future__ import annotations

import re

import polars as pl

CONTACTS = frozenset(
    {"email", "emailaddress", "mail", "phone", "phonenumber", "mobile", "mobilephone", "telephone"}
)
LONGEST = 200  # of a value in the quarantine: enough to recognise it
_EMAIL = r"[^\s@,;<>]+@[^\s@,;<>]+\.[A-Za-z]{2,}"
_PHONE = r"\+[0-9][0-9 ().-]{6,}[0-9]"


def is_contact(name: str) -> bool:
    """Whether a column by that name holds contact details."""
    return re.sub(r"[^a-z]", "", name.lower()) in CONTACTS


def masked(value: pl.Expr) -> pl.Expr:
    """A text with e-mail addresses and telephone numbers taken out, cut to what is needed."""
    plain = value.str.replace_all(_EMAIL, "<e-mail>").str.replace_all(_PHONE, "<phone>")
    return plain.str.slice(0, LONGEST)


def harmless(value: pl.Expr) -> pl.Expr:
    """A text that a spreadsheet shows and does not run as a formula."""
    return pl.when(value.str.contains(r"^[=+\-@\t\r]")).then(pl.lit("'") + value).otherwise(value)
