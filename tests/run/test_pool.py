"""Jobs in processes of their own; one that dies is an outcome like another."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from kpikit.run.pool import DIED, PRELOAD, default_jobs, processes, run_jobs
from kpikit.run.worker import Job, Outcome

if TYPE_CHECKING:
    from pathlib import Path


def job(bot: str, root: Path) -> Job:
    return Job(bot, "2026-09", root, bot, notebook=None, deck=False)


def do(job: Job) -> Outcome:
    """Stand in for the work: one bot takes its process down."""
    if job.bot == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return Outcome(job.bot, files=("done",))


def test_a_process_that_dies_costs_nobody_else_their_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kpikit.run.pool.work", do)
    jobs = [job(bot, tmp_path) for bot in ("a", "deadly", "b", "c")]
    told: list[str] = []
    with processes(2) as pool:
        outcomes = run_jobs(jobs, pool, done=lambda outcome: told.append(outcome.bot))
    assert [*outcomes] == ["a", "deadly", "b", "c"]
    assert outcomes["deadly"].error == DIED
    assert all(outcomes[bot].files for bot in ("a", "b", "c"))
    assert sorted(told) == ["a", "b", "c", "deadly"]


def test_any_executor_will_do(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        outcomes = run_jobs([job("a", tmp_path)], pool, done=lambda _: None)
    assert outcomes == {"a": Outcome("a")}


def test_threads_are_shared_out_and_the_environment_is_given_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POLARS_MAX_THREADS", "7")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    with processes(2) as pool:
        assert pool.submit(os.getenv, "OPENBLAS_NUM_THREADS").result() == "1"
    assert os.environ["POLARS_MAX_THREADS"] == "7"
    assert "OPENBLAS_NUM_THREADS" not in os.environ


def test_no_more_jobs_than_bots() -> None:
    assert default_jobs(1) == 1
    assert 1 <= default_jobs(1000) <= (os.cpu_count() or 1)


def test_every_call_has_a_process_of_its_own() -> None:
    with processes(2) as pool:
        pids = [pool.submit(os.getpid).result() for _ in range(3)]
    assert len({*pids, os.getpid()}) == 4


def test_what_a_call_raises_is_raised_where_somebody_waits() -> None:
    with processes(1) as pool, pytest.raises(ValueError, match="invalid literal"):
        pool.submit(int, "x").result()


def interrupted() -> None:
    with processes(1) as pool:
        pool.submit(int).result()
        pool.submit(time.sleep, 600)
        while not multiprocessing.active_children():
            time.sleep(0.01)
        raise KeyboardInterrupt


def test_nobody_waits_for_a_process_of_a_run_that_was_given_up() -> None:
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert time.monotonic() - start < 300
    assert not multiprocessing.active_children()


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_what_is_loaded_beforehand_is_there_and_starts_no_thread() -> None:
    # A thread of the process that is forked is missing in its copies, which then hang.
    for name in PRELOAD:
        importlib.import_module(name)
    with processes(1) as pool:
        assert len(pool.submit(os.listdir, "/proc/self/task").result()) == 1
