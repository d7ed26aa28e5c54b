"""Jobs on processes: the runner knows nothing of them but `concurrent.futures.Executor`."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from kpikit.errors import KpikitError
from kpikit.run.worker import Outcome, work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from kpikit.run.worker import Job

# Loaded once, before a process is forked for each job. Importing polars there is safe; a query is
# not: its thread pool would not survive the fork, and every child would hang. matplotlib_inline
# stays out: loaded before a kernel is, it makes kernels show text instead of pictures.
PRELOAD = [
    "kpikit.run.worker",
    "kpikit.kpis",
    "kpikit.report",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "jupyter_client.provisioning",
    "matplotlib.backends.backend_svg",
    "nbconvert",
    "papermill",
    "polars",
    "scipy.special",
    "tornado.platform.asyncio",
]
DIED = "its process died"


class ProcessDied(KpikitError):  # noqa: N818 - what happened, not whose fault
    """A process ended without an answer.

    Attributes:
        code: its exit code; below zero: the signal that ended it.
    """

    def __init__(self, code: int | None) -> None:
        super().__init__(f"{DIED} ({code})")
        self.code = code


class Processes(Executor):
    """A process for every call: one that crashes or is killed costs nobody else anything."""

    def __init__(self, jobs: int) -> None:
        self._start = _starter()
        self._threads = ThreadPoolExecutor(jobs)
        self._alive: set[BaseProcess] = set()

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call something in a process of its own; a process that dies raises `ProcessDied`."""
        return self._threads.submit(self._call, partial(call, *args, **kwargs))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as the base class has it
        """Start no further process; wait for those at work."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)

    def stop(self) -> None:
        """End the processes at work: nobody waits for them any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in [*self._alive]:
            process.terminate()

    def _call(self, call: Callable[[], Any]) -> Any:  # noqa: ANN401
        ours, theirs = multiprocessing.Pipe(duplex=False)
        process = self._start(target=_answer, args=(theirs, call))
        process.start()
        self._alive.add(process)
        theirs.close()  # the end of the process is then the end of the pipe
        try:
            good, answer = ours.recv()
        except EOFError:
            process.join()
            raise ProcessDied(process.exitcode) from None
        finally:
            ours.close()
            process.join()
            self._alive.discard(process)
        if not good:
            raise answer
        return answer


def _answer(pipe: Connection, call: Callable[[], Any]) -> None:
    """Call something in the new process and send back what it returns or raises."""
    try:
        pipe.send((True, call()))
    except Exception as error:  # noqa: BLE001 - raised again where somebody waits for it
        pipe.send((False, error))


def default_jobs(bots: int) -> int:
    """How many bots are worked on at once: no more than the machine has cores."""
    return max(1, min(bots, os.cpu_count() or 1))


@contextmanager
def processes(jobs: int) -> Iterator[Executor]:
    """Processes that start clean, so many at once, each with its share of the machine's threads."""
    threads = str(max(1, (os.cpu_count() or 1) // jobs))
    # matplotlib reads its backend when it is loaded, which is before a kernel is told of one.
    own = {"POLARS_MAX_THREADS": threads, "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"}
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    pool = Processes(jobs)
    pool.submit(int)  # the clean server loads its libraries while we compute the numbers
    try:
        yield pool
    except BaseException:
        pool.stop()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def run_jobs(
    jobs: Sequence[Job], pool: Executor, *, done: Callable[[Outcome], None]
) -> dict[str, Outcome]:
    """Do all jobs; one that takes its process down costs nobody else their report.

    Args:
        jobs: one a bot.
        pool: where they run.
        done: called in this process with each outcome, in the order of completion.

    Returns:
        The outcomes by bot, in the order of the jobs.
    """
    outcomes: dict[str, Outcome] = {}
    futures = {pool.submit(work, job): job for job in jobs}
    for future in as_completed(futures):
        bot = futures[future].bot
        try:
            outcomes[bot] = future.result()
        except ProcessDied as error:
            outcomes[bot] = Outcome(bot, error=DIED, detail=str(error))
        done(outcomes[bot])
    return {job.bot: outcomes[job.bot] for job in jobs}


def _starter() -> Callable[..., BaseProcess]:
    """What makes a process without a thread or a lock of ours: forked from a clean server."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn").Process
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    return context.Process
