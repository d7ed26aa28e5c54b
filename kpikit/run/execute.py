"""One notebook, executed by papermill and cleaned of everything that differs from run to run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kpikit.run.parameters import TAG
from kpikit.run.warm import provisioner

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kpikit.run.warm import Spare

INJECTED = "injected-parameters"
CELL_SECONDS = 600
START_SECONDS = 120


class NotebookFailed(Exception):  # noqa: N818 - what happened to a bot's report, not to ours
    """A notebook did not make a report.

    Attributes:
        reason: one line without data, fit for the index page.
        detail: the traceback, which may quote data: for a file of the operator's.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


def execute(
    notebook: Any,  # noqa: ANN401
    parameters: Mapping[str, str],
    *,
    cwd: Path,
    spare: Spare | None = None,
) -> Any:  # noqa: ANN401
    """Execute a notebook with parameters in a fresh kernel of this interpreter.

    Args:
        notebook: as read; it is not changed.
        parameters: names and values to inject after the cell tagged ``parameters``.
        cwd: working directory of the kernel.
        spare: a process that becomes the kernel; without one an interpreter is started.

    Returns:
        The executed notebook, scrubbed.

    Raises:
        NotebookFailed: a cell raised, took too long or left early, or nothing was shown.
    """
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    with _quiet_kernel() as folder:
        try:
            done = papermill.execute_notebook(
                notebook,
                None,
                parameters=dict(parameters),
                progress_bar=False,
                kernel_name="python3",
                language="python",
                kernel_manager_class=_own_kernel(spare, folder),
                cwd=str(cwd),
                execution_timeout=CELL_SECONDS,
                start_timeout=START_SECONDS,
                record_timing=False,
            )
        except PapermillExecutionError as error:
            place = _own_place(notebook, error.exec_count)
            reason = f"code cell {place} raised {error.ename}"
            raise NotebookFailed(reason, _plain_text(str(error))) from None
        except CellTimeoutError as error:
            raise NotebookFailed(f"a cell took over {CELL_SECONDS} s", str(error)) from None
        except DeadKernelError as error:
            raise NotebookFailed("the notebook's process died", str(error)) from None
    _check_complete(done, given=notebook)
    return scrub(done)


def _own_place(notebook: Any, place: int) -> int:  # noqa: ANN401
    """Which code cell of a notebook it is that comes so late, with our parameters among them."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tagged = [TAG in cell.metadata.get("tags", []) for cell in code]
    return place if True in tagged and place <= tagged.index(True) + 1 else place - 1


def _check_complete(notebook: Any, *, given: Any) -> None:  # noqa: ANN401
    """Refuse a notebook that stopped early without an error, or that shows nothing."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for place, cell in enumerate(code, start=1):
        left = any(output.output_type == "error" for output in cell.outputs)
        if left or (cell.source.strip() and cell.execution_count is None):
            own = _own_place(given, place)
            raise NotebookFailed(f"code cell {own} ended the notebook before its end")
    shown = {"display_data", "execute_result"}
    if not any(output.output_type in shown for cell in code for output in cell.outputs):
        raise NotebookFailed("the report is blank: no cell shows anything")


def scrub(notebook: Any) -> Any:  # noqa: ANN401
    """Remove what papermill and the kernel add that says when and where, not what.

    Two executions on the same input are then the same bytes. The notebook is changed in place.
    """
    notebook.metadata.pop("papermill", None)
    notebook.metadata.pop("widgets", None)
    language = notebook.metadata.get("language_info", {})
    notebook.metadata["language_info"] = {
        key: value for key, value in language.items() if key in ("name", "file_extension")
    }
    for cell in notebook.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        tags = cell.metadata.get("tags", [])
        if INJECTED in tags:
            cell["id"] = INJECTED
            cell.source = cell.source.removeprefix("# Parameters\n")
        if cell.cell_type == "code":
            cell.outputs = [_still(output) for output in cell.outputs if not _warns(output)]
    return notebook


def _warns(output: Any) -> bool:  # noqa: ANN401
    """Whether an output is for the operator, not for the reader: warnings name our paths."""
    return bool(output.output_type == "stream" and output.name == "stderr")


def _still(output: Any) -> Any:  # noqa: ANN401
    """Take memory addresses out of the text that stands in for a display."""
    text = output.get("data", {}).get("text/plain")
    if text:
        output.data["text/plain"] = re.sub(r" at 0x[0-9a-f]+", "", text)
    return output


def _own_kernel(spare: Spare | None, folder: str) -> type:
    """Make a kernel manager that starts this interpreter, whatever kernels a user installed."""
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager

    class OwnKernel(AsyncKernelManager):  # type: ignore[misc, unused-ignore]
        """The interpreter that runs kpikit, with its packages."""

        def __init__(self, **kwargs: Any) -> None:
            # Its sockets lie beside this file; without it, where the notebook works.
            super().__init__(connection_file=os.path.join(folder, "kernel.json"), **kwargs)
            if spare is not None:
                self.provisioner = provisioner(spare, self)

        @property
        def kernel_spec(self) -> KernelSpec:
            command = [sys.executable, "-m", "ipykernel_launcher", "--log-level=CRITICAL"]
            command += ["-f", "{connection_file}"]
            return KernelSpec(argv=command, display_name="Python 3", language="python")

        async def _async_launch_kernel(self, kernel_cmd: list[str], **kw: Any) -> None:
            # What a notebook prints is in the notebook; it is no output of the operator's command.
            await super()._async_launch_kernel(kernel_cmd, stdout=subprocess.DEVNULL, **kw)

    # Sockets in a folder of ours, where there are such: no port for others on the machine to read.
    OwnKernel.transport.default_value = "ipc" if os.name == "posix" else "tcp"
    return OwnKernel


@contextmanager
def _quiet_kernel() -> Iterator[str]:
    """Keep the user's IPython profile, history and debugger out of a report; yields its folder."""
    with tempfile.TemporaryDirectory(prefix="kpikit-") as folder:
        own = {
            "IPYTHONDIR": folder,
            "JUPYTER_RUNTIME_DIR": folder,
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            "MPLBACKEND": "agg",
        }
        before = {name: os.environ.get(name) for name in own}
        os.environ.update(own)
        try:
            yield folder
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def _plain_text(text: str) -> str:
    """Remove terminal colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
