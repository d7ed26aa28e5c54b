"""KPIs of a project's own files, and declarations rebuilt from what a snapshot froze of them."""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING, Any

from kpikit.errors import KpikitError, UsageError
from kpikit.kpi.declaration import Kpi
from kpikit.kpi.registry import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kpikit.kpi.measures import Measure

# Own files are loaded under a name of their own, so that none can shadow an installed module.
PREFIX = "kpikit_own_"
LISTS = ("history", "companions", "cadence", "needs")


def load_own_kpis(files: Iterable[Path]) -> tuple[Kpi, ...]:
    """Load a project's own KPI files into the registry; loading a file again replaces its KPIs.

    Args:
        files: Python files that declare KPIs with the `kpi` decorator.

    Returns:
        The KPIs they declare.

    Raises:
        UsageError: a file is missing or fails, or an id is taken; the file is named.
    """
    forget_own_kpis()
    for place, file in enumerate(files):
        _load(file, f"{PREFIX}{place}_{file.stem}")
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

    lists = {name: tuple(record[name]) for name in LISTS}
    return Kpi(
        **{**record, **lists},
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
        raise UsageError(f"{file}: {type(error).__name__}: {error}") from error
