"""Work for a process of the pool; what it imports may not ask polars anything."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from nbformat.v4 import new_code_cell, new_notebook

from kpikit.run.execute import NotebookFailed, execute
from kpikit.run.warm import Spare, can_fork

if TYPE_CHECKING:
    from pathlib import Path


def cells(*sources: str) -> Any:  # noqa: ANN401 - nbformat has no types
    tagged = new_code_cell('bot = "*"', id="first", metadata={"tags": ["parameters"]})
    rest = [new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(sources)]
    return new_notebook(cells=[tagged, *rest])


def warm(notebook: Any, parameters: dict[str, str], cwd: Path) -> Any:  # noqa: ANN401
    """Execute in a copy of this process, which must be one of the pool's."""
    assert can_fork()
    with Spare() as spare:
        return execute(notebook, parameters, cwd=cwd, spare=spare)


def started(notebook: Any, parameters: dict[str, str], cwd: Path) -> Any:  # noqa: ANN401
    return execute(notebook, parameters, cwd=cwd)


def failed(notebook: Any, parameters: dict[str, str], cwd: Path) -> str:  # noqa: ANN401
    try:
        warm(notebook, parameters, cwd)
    except NotebookFailed as error:
        return error.reason
    return "it did not fail"


def leftovers(tmp_path: Path) -> bool:
    """Whether what a notebook started, or a kernel that never began, outlives its work."""
    pids = tmp_path / "pids"
    source = f"from subprocess import Popen\nchild = Popen(['sleep', '600'])\npids = {str(pids)!r}"
    keep = "open(pids, 'w').write(str(child.pid))"
    failed(cells(source, keep, "import os; os._exit(1)"), {"bot": "x"}, tmp_path)
    with Spare() as spare:
        waiting = spare.pid
    return any(alive(pid) for pid in (int(pids.read_text()), waiting))


def alive(pid: int) -> bool:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
                if stat.read().split()[2] == "Z":
                    return False
        except (FileNotFoundError, ProcessLookupError):
            return False
        time.sleep(0.05)
    return True
