"""Jobs on processes: the runner knows nothing of them but `concurrent.futures.Executor`."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kpikit.run.worker import Outcome, work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kpikit.run.worker import Job

# Loaded once, before a process is forked for each worker. Importing polars there is safe; a query
# is not: its thread pool would not survive the fork, and every child would hang.
PRELOAD = ["kpikit.run.worker", "papermill", "nbconvert", "polars"]
DIED = "its process died"


def default_jobs(bots: int) -> int:
    """How many bots are worked on at once: no more than the machine has cores."""
    return max(1, min(bots, os.cpu_count() or 1))


@contextmanager
def processes(jobs: int) -> Iterator[Executor]:
    """A pool of processes that start clean, each with its share of the machine's threads."""
    threads = str(max(1, (os.cpu_count() or 1) // jobs))
    own = {"POLARS_MAX_THREADS": threads, "OPENBLAS_NUM_THREADS": "1"}
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    pool = ProcessPoolExecutor(jobs, mp_context=_context())
    others = set(multiprocessing.active_children())
    pool.submit(int)  # the clean server loads its libraries while we compute the numbers
    try:
        yield pool
    except BaseException:
        # Nobody waits for the reports any more, so nobody should wait for their processes.
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
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
        job = futures[future]
        try:
            outcomes[job.bot] = future.result()
        except BrokenProcessPool:
            continue  # its own fault or that of another job: tried again below
        done(outcomes[job.bot])
    for job in jobs:
        if job.bot not in outcomes:
            outcomes[job.bot] = _alone(job)
            done(outcomes[job.bot])
    return {job.bot: outcomes[job.bot] for job in jobs}


def _alone(job: Job) -> Outcome:
    """Do a job in a process that no other job shares."""
    with ProcessPoolExecutor(1, mp_context=_context()) as pool:
        try:
            return pool.submit(work, job).result()
        except BrokenProcessPool as error:
            return Outcome(job.bot, error=DIED, detail=str(error))


def _context() -> multiprocessing.context.BaseContext:
    """Processes that inherit no thread and no lock: forked from a clean server, or spawned."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    return context
