"""A change split by one column of the data: what came from within, what from the mix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kpikit import labels
from kpikit.findings.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kpikit.view import Result, View

SEGMENTS = {
    "bot_id": "chatbot", "intent": "intent", "page_type": "page type", "language": "language",
    "channel": "channel",
}  # fmt: skip
UNRECORDED = "not recorded"


class Part(NamedTuple):
    """What one segment adds to a change.

    Attributes:
        name: of the segment, for readers.
        rate: what it adds by having changed itself.
        mix: what it adds by having become more or less frequent.
        row: of the table change_parts.
    """

    name: str
    rate: float
    mix: float
    row: Mapping[str, Any]

    @property
    def whole(self) -> float:
        """Rate and mix."""
        return self.rate + self.mix


class Split(NamedTuple):
    """A change split by one column; the parts add up to it.

    Attributes:
        column: as readers call it.
        parts: the largest first.
    """

    column: str
    parts: tuple[Part, ...]

    @property
    def rate(self) -> float:
        """What came from changes within the segments."""
        return sum(part.rate for part in self.parts)

    @property
    def mix(self) -> float:
        """What came from their becoming more or less frequent."""
        return sum(part.mix for part in self.parts)

    @property
    def uneven(self) -> float:
        """How far the parts are from the sizes of their segments: 0 where all changed alike."""
        whole = self.rate + self.mix
        weights = [part.row["weight"] or 0.0 for part in self.parts]
        apart = (abs(p.whole - w * whole) for p, w in zip(self.parts, weights, strict=True))
        return sum(apart) / (2 * abs(whole)) if whole else 0.0


def splits(view: View, row: Result) -> list[Split]:
    """The splits of a flagged change, the most telling first; none where it cannot be split."""
    by_column: dict[str, list[Part]] = {}
    for part in view.detail("change_parts"):
        if part["kpi"] == row.kpi.id:
            name = _named(view, part["segment"], part["segment_value"])
            found = Part(name, part["rate"], part["mix"], part)
            by_column.setdefault(part["segment"], []).append(found)
    made = [Split(SEGMENTS.get(c, c), tuple(parts)) for c, parts in by_column.items()]
    return sorted(made, key=lambda split: -split.uneven)


def _named(view: View, column: str, value: str | None) -> str:
    if column == "bot_id":
        return next((bot.name for bot in view.context.bots if bot.id == value), str(value))
    return UNRECORDED if value is None else value


def size(row: Result, change: float, *, base: float | None, signed: bool = False) -> str:
    """A change as text: points of a share, per cent of a count or sum, else its own unit.

    Args:
        row: the measure.
        change: on the base.
        base: what it is a change of; a sum of zero or below has no per cent.
        signed: with + or - before it.
    """
    sums = row.kpi.unit in {"count", "money"} and row.denominator is None
    relative = change / base if sums and base is not None and base > 0 else None
    text = labels.change(
        change if signed else abs(change),
        row.kpi.unit,
        relative=relative if signed or relative is None else abs(relative),
        decimals=row.kpi.decimals,
        currency=row.currency,
    )
    if not _counts(text) and change and base and base > 0 and row.kpi.unit != "share":
        # Too small for the decimals of the unit: better per cent than "0.0 s".
        relative = change / base if signed else abs(change / base)
        text = labels.change(change, "count", relative=relative)
    if not _counts(text) and row.kpi.unit == "share":
        text = _small_points(change if signed else abs(change)) or text
    return text if signed else text.removeprefix("+")


def _small_points(change: float) -> str:
    """Points with a second decimal, where one would say nought; empty where two would, too."""
    text = labels.number(100 * change, decimals=2)
    sign = "+" if change > 0 else ""
    return f"{sign}{text}{labels.NBSP}pts" if _counts(text) else ""


def told(row: Result, split: Split) -> str:
    """Rate and mix of a split, with the segment that adds most to each."""
    rate, mix = both(row, split)
    column = split.column
    within = f"{rate} came from within the {column}s{_most(row, split, 'rate')}"
    if not _counts(mix):
        return f"By {column}, {within}, none of it from their mix."
    if not _counts(rate):
        between = f"{mix} came from the mix of {column}s{_most(row, split, 'mix')}"
        return f"By {column}, {between}, none of it from within them."
    return f"By {column}, {within} and {mix} from their mix{_most(row, split, 'mix')}."


def both(row: Result, split: Split) -> tuple[str, str]:
    """Rate and mix as texts; of a share they add up to the points of the change."""
    if row.kpi.unit != "share":
        rate, mix = (size(row, one, base=None, signed=True) for one in (split.rate, split.mix))
        return rate, mix
    shown = labels.parts([100 * split.rate, 100 * split.mix], 1)
    rate, mix = (labels.change(float(one) / 100, "share") for one in shown)
    return rate, mix


def _counts(text: str) -> bool:
    return any(digit in "123456789" for digit in text)


def _most(row: Result, split: Split, side: str) -> str:
    """The segment with the largest part of a side in its direction, and how it changed."""
    total: float = getattr(split, side)
    parts = [p for p in split.parts if p.row["value"] is not None and getattr(p, side) * total > 0]
    top = max(parts, key=lambda part: abs(getattr(part, side)), default=None)
    if top is None or not total:
        return ""
    lead = "most of it" if abs(getattr(top, side)) > abs(total) / 2 else "above all"
    if side == "mix":
        ends = (labels.number(top.row[name], "share") for name in ("weight_before", "weight"))
        return f" ({lead} {top.name}, {' to '.join(ends)} of all)"
    if top.row["value_before"] is None:
        return f" ({lead} {top.name})"
    ends = (row.format(top.row[name]) for name in ("value_before", "value"))
    return f" ({lead} {top.name}, {' to '.join(ends)})"


def split_figures(row: Result, split: Split) -> Iterator[Figure]:
    """The numbers that the words of a split say."""
    place = f"change_parts {row.bot_id} {row.period} {row.kpi.id}"
    # Rounded so that they add up, either may be off by one in its last digit.
    rate, mix = (float(one) / 100 for one in labels.parts([100 * split.rate, 100 * split.mix], 1))
    exact = row.kpi.unit != "share"
    yield Figure(split.rate if exact else rate, row.kpi.unit, f"{place} rate")
    yield Figure(split.mix if exact else mix, row.kpi.unit, f"{place} mix")
    for part in split.parts:
        units = {"value_before": row.kpi.unit, "value": row.kpi.unit,
                 "weight_before": "share", "weight": "share"}  # fmt: skip
        for name, unit in units.items():
            if part.row[name] is not None:
                yield Figure(part.row[name], unit, f"{place} {part.name} {name}")
