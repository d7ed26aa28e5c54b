"""Which parameters a notebook declares and reads, checked before it runs.

papermill only warns about a parameter it does not know, and says nothing of one that no cell
reads: a misspelt name would run the notebook on its default and nobody would notice.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from kpikit.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

TAG = "parameters"


def read_notebook(path: Path) -> Any:  # noqa: ANN401 - nbformat has no types
    """Read a notebook as version 4.

    Raises:
        UsageError: the file is missing or no notebook.
    """
    import nbformat

    try:
        return nbformat.read(str(path), as_version=4)  # type: ignore[no-untyped-call]
    except FileNotFoundError:
        raise UsageError(f"{path}: no such notebook") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    except Exception as error:  # noqa: BLE001 - whatever a file holds that is no notebook
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UsageError(f"{path}: not a notebook: {reason}") from None


def check_parameters(notebook: Any, given: Iterable[str], *, name: str) -> None:  # noqa: ANN401
    """Check that a notebook declares and reads every parameter it is given.

    Args:
        notebook: as `read_notebook` returns it.
        given: names of the parameters.
        name: what messages call the notebook.

    Raises:
        UsageError: a parameter is unknown, or read by no cell; all of them at once.
    """
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tagged = [cell for cell in cells if TAG in cell.metadata.get("tags", [])]
    if not tagged:
        raise UsageError(f"{name}: has no cell tagged '{TAG}'; give its first code cell that tag")
    declared: set[str] = set()
    read: set[str] = set()
    for place, cell in enumerate(cells, 1):
        where = f"{name}: code cell {place}"
        if cell is tagged[0]:
            declared = _names(cell.source, ast.Store, where=where)
        else:
            read |= _names(cell.source, ast.Load, where=where)
    faults = []
    for parameter in given:
        if parameter not in declared:
            near = did_you_mean(parameter, declared)
            faults.append(f"parameter '{parameter}' is unknown to the notebook{near}")
        elif parameter not in read:
            faults.append(f"parameter '{parameter}' is read by no cell after the tagged one")
    if faults:
        raise UsageError("\n".join(f"{name}: {fault}" for fault in faults))


def _names(source: str, use: type[ast.expr_context], *, where: str) -> set[str]:
    """Collect the variable names a cell stores or loads; what is for IPython itself is skipped."""
    if source.lstrip().startswith("%%"):
        return set()
    lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError as error:
        text = (error.text or "").strip()
        raise UsageError(
            f"{where}, line {error.lineno}, is not Python: {error.msg}: {text}"
        ) from None
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return {node.id for node in found if isinstance(node.ctx, use)}
