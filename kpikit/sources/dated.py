"""Columns whose values are dates, whatever they are called, and the forms they are written in.

As all proposals: nothing here is used when data are loaded.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from kpikit import labels
from kpikit.sources.guess import likely, rules
from kpikit.sources.match import bare_of
from kpikit.sources.moments import read_timestamps
from kpikit.sources.parse import as_text
from kpikit.sources.quoted import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from kpikit.config import DateRule

MOSTLY = 0.8  # of the values of a column that is one of dates
FORMS = 4  # more ways to write a date have no system behind them
SAMPLE = 200  # different values that tell whether a column is one of dates
ISO = "ISO 8601"
LOOKS = (
    r"^(\d{4}[-/.]\d{1,2}([-/.]|$)|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d\d)(\D|$)|\d{8}(\D|$)"
    r"|\d{10}(\d{3}){0,2}$|\d{1,2}[ -][A-Za-z]{3}|[A-Za-z]{3,9} \d{1,2})"
)
"""What every date begins like; most columns of other things do not and are told apart at once."""

TIMELY = ("time", "zeit", "date", "datum", "fecha", "stamp", "epoch", "heure", "hora", "created",
          "updated", "closed", "erstellt", "unix")  # fmt: skip
"""What the name of a column of bare numbers must hold to be believed to be one of dates."""

PARTS = {
    "%d": r"\d{1,2}", "%m": r"\d{1,2}", "%Y": r"\d{4}", "%y": r"\d{2}", "%b": "[A-Za-z]{3}",
    "%B": "[A-Za-z]+", "%H": r"\d{1,2}", "%I": r"\d{1,2}", "%M": r"\d{2}", "%S": r"\d{2}",
    "%.f": r"\.\d+", "%p": "[AaPp][Mm]",
}  # fmt: skip
DIGITS = {"s": 10, "ms": 13, "us": 16}


class Form(NamedTuple):
    """One way in which values of a column are written.

    Attributes:
        rules: as kpikit.yml states it; several where the values fit several; empty for ISO 8601,
            which needs none, and where no form tried reads them.
        name: the form in words; empty where none reads the values.
        rows: how many.
        example: one of them.
        reads: what the first rule makes of it.
        pattern: that fits values of this form and no other.
    """

    rules: tuple[str, ...]
    name: str
    rows: int
    example: str
    reads: str = ""
    pattern: str = ""


def is_dated(name: str, texts: pl.Series) -> bool:
    """Whether the values of a column are dates, nearly all and in few forms."""
    values = texts.drop_nulls().unique(maintain_order=True).head(SAMPLE)
    if values.is_empty() or values.str.contains(LOOKS).mean() < MOSTLY:  # type: ignore[operator]
        return False
    if values.str.contains(r"^\d+$").all() and not any(word in bare_of(name) for word in TIMELY):
        return False
    forms = date_forms(values)
    read = [form for form in forms if form.name]
    return len(read) <= FORMS and sum(form.rows for form in read) >= MOSTLY * len(values)


def date_forms(texts: pl.Series) -> list[Form]:
    """The forms that values of a column are written in, those of most rows first.

    Each value belongs to one form; those that no form tried reads are the last one, if any.
    """
    left, found = texts.drop_nulls(), []
    while len(left):
        form, read = _commonest(left)
        if read is None:
            found.append(Form((), "", len(left), left[0]))
            break
        found.append(form)
        left = left.filter(~read)
    return found


def forms_said(texts: pl.Series) -> str:
    """How the dates of a column are written, with one of each form."""
    forms = [form for form in date_forms(texts) if form.name]
    return "; ".join(f"{form.name}, such as {form.example}" for form in forms)


def mixed(name: str, theirs: str, forms: list[Form]) -> Iterator[str]:
    """The forms a column is written in; a source reads one, so each needs a source of its own.

    Args:
        name: of our column.
        theirs: its name in the file.
        forms: that its values are written in.
    """
    yield f"# {name} is written in {len(forms)} forms; one is read by a source, so list the file"
    yield "# once for each, with its matching and its rule:"
    for form in forms:
        rows = labels.number(form.rows)
        if not form.name:
            yield f"#   {rows} in no form tried, such as {json.dumps(form.example)}"
            continue
        rule = f", dates: {{{name}: {form.rules[0]}}}" if form.rules else ""
        pattern = f"matching: {{{quoted(theirs)}: '{form.pattern}'}}"
        yield f"#   {rows} as {form.name}, such as {form.example}: {pattern}{rule}"


def _commonest(texts: pl.Series) -> tuple[Form, pl.Series | None]:
    """The form that reads most of some values, and which it reads; None where there is none."""
    best: list[tuple[DateRule | None, str, pl.Series]] = []
    most, read = 0, None
    for rule, written in [(None, ""), *rules()]:
        moment = read_timestamps(texts, rule)
        here = moment.is_not_null() & likely(moment)
        rows = int(here.sum())
        if rows > most:
            best, most, read = [(rule, written, moment)], rows, here
        elif rows and read is not None and _rival(best, moment, here.eq_missing(read).all()):
            best.append((rule, written, moment))
        if best and best[0][0] is None and most == len(texts):
            break  # what needs no rule has no rival
    if read is None:
        return Form((), "", 0, ""), None
    first, _, moments = best[0]
    example = read.arg_max() or 0
    return Form(
        rules=tuple(written for _, written, _ in best if written),
        name=" or ".join(_name(rule) for rule, _, _ in best),
        rows=most,
        example=texts[example],
        reads=as_text(moments.dt.strftime("%Y-%m-%d %H:%M"))[example],
        pattern=_pattern(first),
    ), read


def _rival(
    best: list[tuple[DateRule | None, str, pl.Series]],
    moment: pl.Series,
    alike: bool,  # noqa: FBT001 - of the same values
) -> bool:
    """Whether a rule reads the same values as the best and reads them otherwise."""
    new = all(not one.eq_missing(moment).all() for _, _, one in best)
    return alike and best[0][0] is not None and new


def _name(rule: DateRule | None) -> str:
    if rule is None:
        return ISO
    return f"{rule.epoch} since 1970" if rule.epoch else str(rule.format)


def _pattern(rule: DateRule | None) -> str:
    """A pattern that values written by a rule fit."""
    if rule is None:
        return r"^\d{4}-\d{1,2}-\d{1,2}"
    if rule.epoch:
        return rf"^\d{{{DIGITS[rule.epoch]}}}$"
    return f"^{''.join(_pieces(str(rule.format)))}$"


def _pieces(form: str) -> Iterator[str]:
    for piece in re.split(r"(%\.f|%[A-Za-z])", form):
        yield PARTS.get(piece) or re.escape(piece).replace(r"\ ", " ")
