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
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise UsageError(f"{path}: not a notebook: {error}") from None


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
    declared = _names(tagged[0].source, ast.Store, name=name)
    read: set[str] = set()
    for cell in cells:
        if cell is not tagged[0]:
            read |= _names(cell.source, ast.Load, name=name)
    faults = []
    for parameter in given:
        if parameter not in declared:
            near = did_you_mean(parameter, declared)
            faults.append(f"parameter '{parameter}' is unknown to the notebook{near}")
        elif parameter not in read:
            faults.append(f"parameter '{parameter}' is read by no cell after the tagged one")
    if faults:
        raise UsageError("\n".join(f"{name}: {fault}" for fault in faults))


def _names(source: str, use: type[ast.expr_context], *, name: str) -> set[str]:
    """Collect the variable names a cell stores or loads; lines for IPython itself are skipped."""
    lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError as error:
        raise UsageError(f"{name}: a cell is not Python: {error.msg}: {error.text}") from None
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return {node.id for node in found if isinstance(node.ctx, use)}
