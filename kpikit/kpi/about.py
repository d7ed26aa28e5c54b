"""What a KPI knows of itself, in words: for the terminal, a notebook, the docs and the report."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from kpikit import labels
from kpikit.errors import UsageError
from kpikit.kpi.composed import Adjusted, Methods
from kpikit.kpi.fact import FACTS
from kpikit.kpi.measures import AS_OF, RowMeasure
from kpikit.kpi.registry import registry, settled_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpikit.kpi.declaration import Band, Kpi
    from kpikit.kpi.measures import Measure

BETTER = {"up": "higher", "down": "lower", "band": "inside the band", None: "neither by itself"}
UNITS = {
    "share": "share, shown in per cent", "count": "count", "money": "money, in the project's "
    "currency", "seconds": "seconds", "days": "days", "ratio": "multiple", "points": "points",
    "score": "score", "hours": "hours", "messages": "messages",
}  # fmt: skip
FILED = {
    "started_at": "start of the conversation", "rated_at": "time of the rating",
    "scored_at": "time of the score", "escalated_at": "time of the hand-off", "ts": "its own time",
    "at": "local day", "created_at": "time of creation", "closed_at": "time it was closed",
    "ordered_at": "time of the order", "date": "days the cost is spread over",
    "item_at": "time of the reviewed item", AS_OF: "none: the state at as_of, in every period",
}  # fmt: skip
FINAL = {
    "end": "once the period has ended",
    "tickets": "once tickets and returns can no longer follow (7 days unless set)",
    "stage": "once leads had time to move on (30 days unless set)",
    "attribution": "once nothing can be credited any more (90 days, shops 14, unless set)",
    "close": "once deals had time to close (180 days unless set)",
}
NO_BAND = {
    "count": "a count grows with the traffic: compare it with its own past, or set a target",
    "money": "an amount depends on the size of the business: set a target",
    "hours": "it grows with the traffic: compare it with its own past, or set a target",
}
SELLERS = "every type of bot that sells or captures leads"


class Trait(NamedTuple):
    """One thing a KPI knows: what it is called, and its words."""

    name: str
    words: tuple[str, ...]


def about(kpi: Kpi) -> tuple[Trait, ...]:
    """Everything a reader should know beside the definition, in the order to read it.

    >>> [trait.words[0] for trait in about(registry()["roi"])][:2]
    ['(durable cost saved + revenue influenced - total cost) / total cost', 'multiple']
    """
    told = (
        Trait("Formula", (kpi.formula,)),
        Trait("Unit", (UNITS[kpi.unit],)),
        Trait("Better", (BETTER[kpi.better],)),
        Trait("Band", tuple(_bands(kpi))),
        Trait("When it is bad", _steps(kpi.advice)),
        Trait("Often misread", kpi.misread),
        Trait("Read with", kpi.companions),
        Trait("Suits", (", ".join(kpi.suits) or (SELLERS if kpi.commercial else "every bot"),)),
        Trait("About", (f"stage {kpi.stage}, category {kpi.category}, area {kpi.area}",)),
        Trait("Look", (", ".join(kpi.cadence),)),
        Trait("Period", (filed(kpi),)),
        Trait("Final", (final(kpi),)),
        Trait("Needs", (_needs(kpi),)),
        Trait("Split by", (", ".join(FACTS[kpi.fact].segments),)),
        Trait("Methods", _methods(kpi)),
        Trait("Version", (str(kpi.version), *kpi.history)),
    )
    return tuple(trait for trait in told if any(trait.words))


def _steps(advice: tuple[str, ...]) -> tuple[str, ...]:
    """Advice in its order, numbered where there is more than one step."""
    if len(advice) < 2:
        return advice
    return tuple(f"{place}. {step}" for place, step in enumerate(advice, start=1))


def filed(kpi: Kpi) -> str:
    """What decides the period a row belongs to; empty for a figure of other figures."""
    measure = _measure(kpi)
    if isinstance(measure, Adjusted):
        return "every lead and deal up to the end of the period"
    own = measure.stamp if isinstance(measure, RowMeasure) else None
    return FILED.get(own or FACTS[kpi.fact].stamp, "")


def final(kpi: Kpi) -> str:
    """When a figure can no longer change."""
    measure = _measure(kpi)
    if measure is None:
        return ""
    first = next(iter(measure.by_name.values())) if isinstance(measure, Methods) else measure
    waits = settled_by(kpi, first) - {"end"}
    return "; ".join(FINAL[wait] for wait in FINAL if wait in waits) or FINAL["end"]


def _measure(kpi: Kpi) -> Measure | None:
    """How it is computed; None where it is known from a snapshot alone."""
    try:
        return kpi.measure
    except UsageError:
        return None


def _methods(kpi: Kpi) -> tuple[str, ...]:
    measure = _measure(kpi)
    return tuple(measure.by_name) if isinstance(measure, Methods) else ()


def unbanded(kpi: Kpi) -> str:
    """Why there is no band; empty where there is one for every type of bot."""
    if kpi.unbanded or "*" in kpi.bands:
        return kpi.unbanded
    if kpi.bands:
        return "other types of bot: the guides give none"
    if kpi.better is None and kpi.unit not in NO_BAND:
        return "it is a reference and judges nothing by itself"
    return NO_BAND.get(kpi.unit, "the guides give none: set a target")


def _bands(kpi: Kpi) -> Iterator[str]:
    for name, band in kpi.bands.items():
        kind, _, page = name.rpartition(":")
        scope = f"{page} pages" if kind else "every bot" if name == "*" else f"{name} bots"
        yield f"{scope}: {judged(kpi, band)}{_origin(kpi, band)}"
    reason = unbanded(kpi)
    if reason:
        yield reason if kpi.bands else f"none ({reason})"


def _origin(kpi: Kpi, band: Band) -> str:
    """Who gives the band; with its whole range where only one end judges."""
    span = ""
    if kpi.better == "up" and band.good_high is not None:
        whole = labels.interval(band.good_low, band.good_high, kpi.unit, decimals=kpi.decimals)
        span = f": {whole}"
    return f" ({band.source}{span})" if band.source else ""


def judged(kpi: Kpi, band: Band) -> str:
    """A band in words; between good and bad lies watch."""

    def text(edge: float | None) -> str:
        return labels.number(edge, kpi.unit, decimals=kpi.decimals)

    below = f"below {text(band.bad_high)}" if band.bad_high is not None else ""
    above = f"above {text(band.bad_low)}" if band.bad_low is not None else ""
    if kpi.better == "up":
        good, bad = f"good from {text(band.good_low)}", below
        gap = band.bad_high != band.good_low
    elif kpi.better == "down":
        good, bad = f"good up to {text(band.good_high)}", above
        gap = band.bad_low != band.good_high
    else:
        span = labels.interval(band.good_low, band.good_high, kpi.unit, decimals=kpi.decimals)
        good, bad = f"good from {span}", " or ".join(end for end in (below, above) if end)
        gap = (band.bad_high, band.bad_low) != (band.good_low, band.good_high)
    between = f"; {'watch between' if bad else 'else watch'}" if gap else ""
    return f"{good}{f'; bad {bad}' if bad else ''}{between}"


def _needs(kpi: Kpi) -> str:
    """The tables and columns it needs; of a figure of other figures, what those need."""
    own = dict.fromkeys(kpi.needs)
    for name in () if _measure(kpi) is None else kpi.reads:
        inner = registry()[name]
        own |= dict.fromkeys(inner.needs or _needs(inner).split(", "))
    return ", ".join(need.replace("|", " or ") for need in own if need)


def page(kpi: Kpi) -> str:
    """A KPI as HTML, for a notebook; it brings no style of its own."""
    rows = "".join(
        f"<tr><th scope='row' style='text-align:left;vertical-align:top'>{escape(name)}</th>"
        f"<td style='text-align:left'>{'<br>'.join(map(escape, words))}</td></tr>"
        for name, words in about(kpi)
    )
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in kpi.definition.split("\n\n"))
    return (
        f"<h3>{escape(kpi.title)}</h3><p><code>{kpi.id}</code></p>{paragraphs}<table>{rows}</table>"
    )


def entry(kpi: Kpi) -> str:
    """A KPI as a section of Markdown, for the docs; companions become links."""
    told = []
    for name, words in about(kpi):
        linked = name == "Read with"
        lines = [", ".join(f"[{registry()[i].title}](#{i})" for i in words)] if linked else words
        if len(lines) == 1:
            told.append(f"- **{name}**: {lines[0]}")
        else:
            mark = "" if name == "When it is bad" else "- "
            told += [f"- **{name}**:", *(f"    {mark}{line}" for line in lines)]
    title = f'### <a id="{kpi.id}"></a>{kpi.title}'
    return "\n\n".join([title, f"`{kpi.id}`", kpi.definition, "\n".join(told)])
