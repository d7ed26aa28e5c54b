"""KPIs of a project's own files, and declarations rebuilt from what a snapshot froze of them."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kpikit.errors import KpikitError, UsageError, did_you_mean
from kpikit.kpi.blame import line_of, place_in, said
from kpikit.kpi.composed import Adjusted, Allocated, Methods, read_by
from kpikit.kpi.declaration import Kpi
from kpikit.kpi.measures import Measure, RowMeasure
from kpikit.kpi.registry import registry
from kpikit.kpi.span import impossible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

# Own files are loaded under a name of their own, so that none can shadow an installed module.
PREFIX = "kpikit_own_"
LISTS = ("history", "advice", "companions", "misread", "suits", "cadence", "needs")


class OwnFault(NamedTuple):
    """What is wrong with a file of own KPIs.

    Attributes:
        place: of the file among the files.
        said: the file, the line, the KPI and the fault.
    """

    place: int
    said: str


def load_own_kpis(files: Iterable[Path]) -> tuple[Kpi, ...]:
    """Load a project's own KPI files into the registry; loading a file again replaces its KPIs.

    Args:
        files: Python files that declare KPIs with the `kpi` decorator.

    Returns:
        The KPIs they declare.

    Raises:
        UsageError: a file is missing or fails, an id is taken, or a KPI cannot be computed; every
            file is named, with line and KPI.
    """
    faults = try_own_kpis(files)
    if faults:
        # A project whose files are wrong has no KPI of its own, not half of them.
        forget_own_kpis()
        raise UsageError("\n".join(fault.said for fault in faults))
    return own_kpis()


def try_own_kpis(files: Iterable[Path]) -> list[OwnFault]:
    """Load a project's own KPI files as far as they go.

    Args:
        files: as of `load_own_kpis`.

    Returns:
        What is wrong with them; a KPI with a fault is not in the registry.
    """
    forget_own_kpis()
    faults = []
    for place, file in enumerate(files):
        said = _load(file, f"{PREFIX}{place}_{file.stem}")
        faults += [OwnFault(place, said)] if said else []
    wrong = {kpi.id: said for kpi in own_kpis() if (said := _measured(kpi))}
    wrong |= {kpi.id: said for kpi in own_kpis() if (said := _declared(kpi, wrong))}
    faults += [OwnFault(place_of(registry()[name]), said) for name, said in wrong.items()]
    for name in wrong:
        registry().discard(name)
    return faults


def place_of(own: Kpi) -> int:
    """The place of an own KPI's file among the project's files."""
    return int(own.build.__module__.removeprefix(PREFIX).partition("_")[0])


def forget_own_kpis() -> None:
    """Take the KPIs of own files out of the registry."""
    for kpi in own_kpis():
        registry().discard(kpi.id)


def own_kpis() -> tuple[Kpi, ...]:
    """The declared KPIs that are not built in."""
    return tuple(kpi for kpi in registry() if kpi.build.__module__.startswith(PREFIX))


def frozen_kpi(record: Mapping[str, Any]) -> Kpi:
    """Rebuild a declaration for display from the plain record of a snapshot.

    It has every word and unit; computing with it raises UsageError, as its file is not loaded.
    """

    def build() -> Measure:
        raise UsageError(f"{record['id']} is an own KPI of another project: load its file first")

    # A snapshot of an earlier release knew less, and advice was one text.
    known = {"area": "performance", "unbanded": ""} | dict(record)
    lists = {name: known.get(name, ()) for name in LISTS}
    several = {n: (one,) if isinstance(one, str) else tuple(one) for n, one in lists.items()}
    return Kpi(
        **{**known, **several},
        bands={},
        settles="end",
        commercial=False,
        published=True,
        build=build,
    )


def _load(file: Path, name: str) -> str:
    """Execute a file; what is wrong with it, or nothing."""
    spec = importlib.util.spec_from_file_location(name, file)
    if not file.is_file() or spec is None or spec.loader is None:
        return f"{file}: no such Python file; `kpis` in kpikit.yml names it"
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        with contextlib.redirect_stdout(sys.stderr):  # what a command prints is for programs, too
            spec.loader.exec_module(module)
    except SystemExit as error:
        return f"{place_in(file, error)}: leaves with sys.exit: declare KPIs and do nothing else"
    except KpikitError as error:
        return f"{place_in(file, error)}: {error}"
    except Exception as error:  # noqa: BLE001 - the file is the user's: any fault of it is named
        return f"{place_in(file, error)}: {said(error, vars(module))}"
    return ""


def _measured(kpi: Kpi) -> str:
    """Build the measure once, so that its faults are found before anything is evaluated."""
    try:
        measure = kpi.measure
    except Exception as error:  # noqa: BLE001 - as above
        names = vars(sys.modules[kpi.build.__module__])
        return f"{place_in(Path(kpi.file), error)}: KPI {kpi.id}: {said(error, names)}"
    parts = measure.by_name.values() if isinstance(measure, Methods) else [measure]
    for one in parts:
        if not isinstance(one, Measure):
            return f"{line_of(kpi, 'return')}: KPI {kpi.id}: returns {one!r}, must return a measure"
        of_rows = isinstance(one, RowMeasure | Allocated | Adjusted)
        if of_rows == (kpi.fact == "derived"):
            must = "a fact, whose rows it counts" if of_rows else "not given"
            return f"{line_of(kpi, 'fact')}: KPI {kpi.id}: fact == {kpi.fact!r}, must be {must}"
    return ""


def _declared(kpi: Kpi, wrong: Collection[str]) -> str:
    """What a KPI's declaration says that cannot be: ids nobody has, bands out of its span."""
    if kpi.id in wrong:
        return ""
    for _, was in kpi.former:
        if not isinstance(was, Measure):
            return f"{line_of(kpi, 'Former')}: KPI {kpi.id}: was == {was!r}, must be a measure"
    for name in {*kpi.reads, *(name for _, was in kpi.former for name in read_by(was))}:
        if name not in registry():
            near = did_you_mean(name, (known.id for known in registry()))
            return f"{line_of(kpi, name)}: KPI {kpi.id}: no KPI has the id {name!r}{near}"
    for edge, value in ((e, v) for band in kpi.bands.values() for e, v in vars(band).items()):
        fault = impossible(kpi, value) if isinstance(value, int | float) else ""
        if fault:
            return f"{line_of(kpi, edge)}: KPI {kpi.id}: {edge} == {value:g}: {fault}"
    return ""
