"""What is wrong with a configuration file, in words that say where and what would be right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.config.fields import ASSUMPTION_NAMES
from kpikit.config.models import Bot, Config
from kpikit.config.parts import Assumption, Experiments, Holdout, PageType, Target, Windows
from kpikit.config.source import DateRule, Lookup, NumberRule, Source
from kpikit.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic_core import ErrorDetails

    from kpikit.config.tree import Tree

_PLAIN = {
    "missing": "is required",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "finite_number": "must be a number",
    "bool_type": "must be true or false",
    "string_too_short": "must not be empty",
    "string_too_long": "must be a single character",
    "too_short": "must not be empty",
    "tuple_type": "must be a list",
    "path_type": "must be a path, as text",
}
_EXAMPLES = {
    "assumptions": ", such as {value: 6, owner: Head of support, source: payroll}",
    "targets": ", such as {value: 0.6, owner: Head of support}",
    "dates": ', such as {format: "%d/%m/%Y"}',
    "numbers": ', such as {decimal: ",", thousands: "."}',
    "lookup": ", such as {by: deal_id, files: links.csv, value: contact_id}",
    "values": ", such as {their value: our value}",
}
_LIMITS = {
    "greater_than": ("above", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("below", "lt"),
    "less_than_equal": ("at most", "le"),
}
_UNION_TAGS = {"str", "int", "float", "bool"}
_SHOWN = 60
SET_BY_LOADER = {"root", "file"}
# The keys there are below a place; * is any key.
_PLACES: tuple[tuple[str, Iterable[str]], ...] = (
    ("", Config.model_fields.keys() - SET_BY_LOADER),
    ("bots", Bot.model_fields),
    ("bots assumptions", ASSUMPTION_NAMES),
    ("bots assumptions *", Assumption.model_fields),
    ("bots targets *", Target.model_fields),
    ("targets *", Target.model_fields),
    ("data *", Source.model_fields),
    ("data * lookup *", Lookup.model_fields),
    ("data * dates *", DateRule.model_fields),
    ("data * numbers *", NumberRule.model_fields),
    ("experiments", Experiments.model_fields),
    ("experiments holdouts", Holdout.model_fields),
    ("page_types", PageType.model_fields),
    ("windows", Windows.model_fields),
)


@dataclass(frozen=True, order=True)
class Finding:
    """One fault of a configuration file.

    Attributes:
        file: as the user named it.
        line: counted from 1.
        key: the path of keys, such as ``bots[0].type``.
        value: what was written, as text; empty where nothing was.
        allowed: what is allowed, and the nearest allowed word.
    """

    file: str
    line: int
    key: str
    value: str
    allowed: str

    def __str__(self) -> str:
        """Write the finding as one line, in the form editors can jump to."""
        subject = f"{self.key} = {self.value}" if self.value else self.key
        return f"{self.file}:{self.line}: {subject}: {self.allowed}"


def raise_findings(findings: Iterable[Finding]) -> None:
    """Raise one error that lists all findings, each once and by line; nothing where none are.

    Raises:
        UsageError: there are findings.
    """
    ordered = sorted(set(findings), key=lambda finding: (finding.line, finding.key))
    if not ordered:
        return
    count = "1 finding" if len(ordered) == 1 else f"{len(ordered)} findings"
    lines = "\n".join(f"  {finding}" for finding in ordered)
    raise UsageError(f"{ordered[0].file}: {count}\n{lines}")


def show(value: object) -> str:
    """Write a value as it may appear in a message: one short line, or nothing for a block."""
    if value is None or isinstance(value, (dict, list, tuple)):
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = " ".join(repr(text)[1:-1].split()) if isinstance(value, str) else text
    text = text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
    return f"'{text}'" if isinstance(value, str) else text


def from_pydantic(errors: Sequence[ErrorDetails], tree: Tree) -> list[Finding]:
    """Turn pydantic's errors into findings with lines.

    Args:
        errors: as ``ValidationError.errors()`` returns them.
        tree: the file that was validated, with its positions.
    """
    findings = []
    for error in errors:
        loc = tuple(step for step in error["loc"] if step != "[key]")
        if loc and loc[-1] in _UNION_TAGS and error["type"].endswith("_type"):
            loc, said = loc[:-1], "must be a text, a number, true or false"
        elif error["type"] == "too_short" and error["input"]:
            continue  # an echo: the items of the list have findings of their own
        else:
            said = _sentence(error, loc)
        unsaid = error["type"] == "missing" or error["loc"][-1:] == ("[key]",)
        value = "" if unsaid else show(error["input"])
        findings.append(tree.finding(loc, said, value=value))
    return findings


def _sentence(error: ErrorDetails, loc: tuple[int | str, ...]) -> str:
    """Say what is allowed instead."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        said = str(context["error"])
    elif kind == "extra_forbidden":
        said = unknown(str(loc[-1]), _known_keys(loc[:-1]))
    elif kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", context["expected"])
        said = f"must be one of {', '.join(allowed)}{did_you_mean(str(error['input']), allowed)}"
    elif kind in _LIMITS:
        word, key = _LIMITS[kind]
        said = f"must be {word} {context[key]:g}"
    elif kind == "string_type":
        number = isinstance(error["input"], (int, float))
        said = "must be text: write it in quotes" if number else "must be text"
    elif kind in {"model_type", "dict_type"}:
        example = _EXAMPLES.get(str(loc[-2]) if len(loc) > 1 else "", ", indented below")
        said = f"must be keys with values{example}"
    elif kind.startswith("date"):
        said = "must be a date such as 2026-10-31"
    else:
        said = _PLAIN.get(kind, error["msg"][:1].lower() + error["msg"][1:])
    return said


def unknown(key: str, known: Iterable[str]) -> str:
    """Say that a key is not known, and which ones are."""
    options = sorted(known)
    return f"unknown key, must be one of {', '.join(options)}{did_you_mean(key, options)}"


def _known_keys(parents: Sequence[int | str]) -> Iterable[str]:
    """List the keys allowed below a place in the file."""
    steps = [step for step in parents if isinstance(step, str)]
    for place, keys in _PLACES:
        names = place.split()
        if len(names) == len(steps) and all(
            name in {step, "*"} for name, step in zip(names, steps, strict=True)
        ):
            return keys
    return ()
