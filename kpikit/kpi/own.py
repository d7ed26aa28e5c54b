"""KPIs of a project's own files, and declarations rebuilt from what a snapshot froze of them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpikit.errors import KpikitError, UsageError, did_you_mean
from kpikit.kpi.composed import Adjusted, Allocated, Methods, read_by
from kpikit.kpi.declaration import Kpi
from kpikit.kpi.measures import Measure, RowMeasure
from kpikit.kpi.registry import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Own files are loaded under a name of their own, so that none can shadow an installed module.
PREFIX = "kpikit_own_"
LISTS = ("history", "advice", "companions", "misread", "suits", "cadence", "needs")


def load_own_kpis(files: Iterable[Path]) -> tuple[Kpi, ...]:
    """Load a project's own KPI files into the registry; loading a file again replaces its KPIs.

    Args:
        files: Python files that declare KPIs with the `kpi` decorator.

    Returns:
        The KPIs they declare.

    Raises:
        UsageError: a file is missing or fails, an id is taken, or a KPI cannot be computed; the
            file is named, and the KPI.
    """
    forget_own_kpis()
    try:
        for place, file in enumerate(files):
            _load(file, f"{PREFIX}{place}_{file.stem}")
        for kpi in own_kpis():
            _check(kpi)
    except UsageError:
        # A project whose files are wrong has no KPI of its own, not half of them.
        forget_own_kpis()
        raise
    return own_kpis()


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


def _load(file: Path, name: str) -> None:
    spec = importlib.util.spec_from_file_location(name, file)
    if not file.is_file() or spec is None or spec.loader is None:
        raise UsageError(f"{file}: no such Python file; `kpis` in kpikit.yml names it")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except KpikitError as error:
        raise UsageError(f"{file}: {error}") from error
    except Exception as error:  # noqa: BLE001 - the file is the user's: any fault of it is named
        place = f"{file}{_line_in(file, error)}"
        raise UsageError(f"{place}: {type(error).__name__}: {error}") from error


def _check(kpi: Kpi) -> None:
    """Build the measure once, so that its faults are found before anything is evaluated."""
    try:
        measure = kpi.measure
    except Exception as error:  # noqa: BLE001 - as above
        place = f"{kpi.file}{_line_in(Path(kpi.file), error)}"
        raise UsageError(f"{place}: KPI {kpi.id}: {type(error).__name__}: {error}") from error
    parts = measure.by_name.values() if isinstance(measure, Methods) else [measure]
    for one in parts:
        if not isinstance(one, Measure):
            raise UsageError(f"{kpi.file}: KPI {kpi.id}: returns {one!r}, must return a measure")
        of_rows = isinstance(one, RowMeasure | Allocated | Adjusted)
        if of_rows == (kpi.fact == "derived"):
            must = "a fact, whose rows it counts" if of_rows else "not given"
            raise UsageError(f"{kpi.file}: KPI {kpi.id}: fact == {kpi.fact!r}, must be {must}")
    for name in read_by(measure):
        if name not in registry():
            near = did_you_mean(name, (known.id for known in registry()))
            raise UsageError(f"{kpi.file}: KPI {kpi.id}: no KPI has the id {name!r}{near}")


def _line_in(file: Path, error: Exception) -> str:
    """The line of a user's file where an error came from, as ":12"; empty where it has none."""
    if isinstance(error, SyntaxError):
        return f":{error.lineno}"
    trace, line = error.__traceback__, ""
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(file):
            line = f":{trace.tb_lineno}"
        trace = trace.tb_next
    return line
