"""What must not be written down: contact details, and text a spreadsheet would run."""

from __future__ import annotations

import hashlib
import hmac
import os
import re

import polars as pl

from kpikit.errors import UsageError

CONTACTS = ("email", "emailaddress", "phone", "phonenumber", "mobile", "telephone")
KEY = "KPIKIT_HASH_KEY"
LENGTH = 32  # hexadecimal digits of a hash: 128 bits, which no two people share
SAMPLE = 1_000  # values looked at; a column of addresses shows them early
LONGEST = 200  # of a value in the quarantine: enough to recognise it
_EMAIL = r"[^\s@,;<>]+@[^\s@,;<>]+\.[A-Za-z]{2,}"
_PHONE = r"\+[0-9][0-9 ().-]{6,}[0-9]"


def is_contact(name: str) -> bool:
    """Whether a column by that name holds contact details.

    >>> [is_contact(name) for name in ("E-Mail", "property_email_1", "Work_Phone__c", "email_sent")]
    [True, True, True, False]
    """
    words = (name, name.rpartition(".")[2])  # of a value inside an object, its own name too
    bare = [re.sub(r"[^a-z]", "", re.sub("__?c$", "", word.lower())) for word in words]
    return any(word.endswith(CONTACTS) or word == "mail" for word in bare)


def hashed(values: pl.Series) -> pl.Series:
    """Contact details as a keyed hash: the same person is the same, and nobody can read who.

    The key is the text in the environment variable KPIKIT_HASH_KEY; without it a hash of an
    address could be undone by trying addresses. Case and blanks around it carry no meaning.

    Raises:
        UsageError: there is no key.
    """
    key = os.environ.get(KEY, "").encode()
    if not key:
        raise UsageError(
            f"hashed: needs a key: set {KEY} in the environment, the same one for every run"
        )
    plain = values.str.strip_chars().str.to_lowercase()
    digests = {
        text: hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:LENGTH]
        for text in plain.unique().drop_nulls()
    }
    return plain.replace(digests).alias(values.name)


def addressed(frame: pl.DataFrame) -> list[str]:
    """The columns of ids whose first values hold e-mail addresses."""
    ids = [c for c, kind in frame.schema.items() if c.endswith("_id") and kind == pl.String]
    seen = frame.select(pl.col(ids).head(SAMPLE).str.contains(_EMAIL).any())
    return [name for name, found in zip(ids, seen.row(0), strict=True) if found] if ids else []


def masked(value: pl.Expr) -> pl.Expr:
    """A text with e-mail addresses and telephone numbers taken out, cut to what is needed."""
    plain = value.str.replace_all(_EMAIL, "<e-mail>").str.replace_all(_PHONE, "<phone>")
    return plain.str.slice(0, LONGEST)


def harmless(value: pl.Expr) -> pl.Expr:
    """A text that a spreadsheet shows and does not run as a formula."""
    return pl.when(value.str.contains(r"^[=+\-@\t\r]")).then(pl.lit("'") + value).otherwise(value)
