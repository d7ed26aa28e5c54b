"""A kernel that is forked instead of started: its libraries are loaded before it begins.

Starting an interpreter and loading libraries is most of what a report costs. A process that has
loaded them and done nothing else can be forked instead; the copy is a kernel like any other, in a
process of its own.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Self

from kpikit.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import IO

ASKED = "ipykernel_launcher"
"""The module whose arguments, in a kernel's command, are for the kernel."""


WARM = "warm"
ENGINES = {
    WARM: "the kernel is a copy of a process that has its libraries loaded",
    "nbclient": "an interpreter is started for every notebook, as papermill does it",
}
"""Where a notebook's kernel can come from."""


def check_engine(name: str | None) -> str:
    """The engine asked for; without one warm where that is safe, which is on Linux.

    Raises:
        UsageError: there is no such engine, or this system cannot fork from a clean process.
    """
    clean = sys.platform == "linux" and "forkserver" in multiprocessing.get_all_start_methods()
    if name is None:
        return WARM if clean else "nbclient"
    if name not in ENGINES:
        known = ", ".join(f"{one} ({what})" for one, what in ENGINES.items())
        near = did_you_mean(name, ENGINES)
        raise UsageError(f"there is no engine '{name}'{near}; there are {known}")
    if name == WARM and not clean:
        raise UsageError("the engine warm needs Linux; here it is --engine nbclient")
    return name


def can_fork() -> bool:
    """Whether a copy of this process would be whole: it has one thread, so polars ran no query.

    A copy of a thread pool without its threads hangs.
    """
    threads = Path("/proc/self/task")
    return threads.is_dir() and len([*threads.iterdir()]) == 1


class Spare:
    """A copy of this process that waits to become a kernel; make it where `can_fork` says so.

    It has what `jupyter_client` needs of a process.

    Attributes:
        pid: of the copy.
        returncode: as of `subprocess.Popen`: None while it lives, below zero for a signal.
    """

    stdin: IO[bytes] | None = None
    stdout: IO[bytes] | None = None
    stderr: IO[bytes] | None = None

    def __init__(self) -> None:
        self.returncode: int | None = None
        read, write = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            os.close(write)
            _become_kernel(read)
        os.close(read)
        self._orders = os.fdopen(write, "wb")

    def __enter__(self) -> Self:
        """Wait for an order."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it, whatever became of it."""
        self._orders.close()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)  # with what the notebook has started
        self.kill()
        self.wait()

    def launch(self, command: Sequence[str], *, env: Mapping[str, str], cwd: str) -> None:
        """Let it become the kernel that a command would start."""
        asked = command[command.index(ASKED) + 1 :]
        order = {"arguments": asked, "env": dict(env), "cwd": cwd, "parent": os.getpid()}
        with self._orders:
            self._orders.write(json.dumps(order).encode())

    def poll(self) -> int | None:
        """Look whether it has ended."""
        return self._wait(os.WNOHANG)

    def wait(self) -> int | None:
        """Wait for its end."""
        return self._wait(0)

    def send_signal(self, number: int) -> None:
        """Send it a signal, where it lives."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def _wait(self, how: int) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, how)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode


def provisioner(spare: Spare, manager: Any) -> Any:  # noqa: ANN401 - jupyter_client's own types
    """What a kernel manager launches its kernel with: the one that waits.

    Args:
        spare: the kernel to be.
        manager: of the kernel.
    """
    from jupyter_client.provisioning.local_provisioner import LocalProvisioner

    class Warm(LocalProvisioner):  # type: ignore[misc, unused-ignore]
        """Gives the manager a process that is there already."""

        async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:  # noqa: ANN401
            spare.launch(cmd, env=kwargs["env"], cwd=str(kwargs.get("cwd") or os.getcwd()))
            process: Any = spare  # has what the base class asks of a Popen
            self.process, self.pid, self.pgid = process, spare.pid, spare.pid
            return self.connection_info

    return Warm(kernel_spec=manager.kernel_spec, parent=manager)


def _become_kernel(read: int) -> NoReturn:
    """Wait for an order in the copy and carry it out; nothing of the worker's happens there."""
    status = 1
    try:
        os.setsid()  # what the notebook starts is ended with it
        with os.fdopen(read, "rb") as pipe:
            told = pipe.read()
        if told:
            _serve(json.loads(told))
        status = 0
    finally:
        os._exit(status)


def _serve(order: dict[str, Any]) -> None:
    from ipykernel.kernelapp import IPKernelApp

    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(order["cwd"])
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    # As of an interpreter that was started for the kernel.
    sys.argv = [ASKED, *order["arguments"]]
    sys.path.insert(0, "")
    IPKernelApp.launch_instance(
        [*order["arguments"], f"--IPKernelApp.parent_handle={order['parent']}"]
    )
