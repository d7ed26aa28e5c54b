"""A run that a scheduler stops leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.test_bad_input import NOW, project, whole
from tests.run.stand_in import notebook

ROOT = Path(__file__).parents[2]


def test_a_run_that_is_stopped_leaves_nothing_behind(tmp_path: Path) -> None:
    project(tmp_path, whole())
    slow = notebook(
        tmp_path / "slow.ipynb",
        f"open({str(tmp_path / 'pid')!r}, 'w').write("
        "str(__import__('os').getpid()))\n__import__('time').sleep(300)",
    )
    command = ["run", "monthly", "--config", str(tmp_path), "--notebook", str(slow), *NOW]
    running = subprocess.Popen(
        [sys.executable, "-m", "kpikit", *command], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        assert running.poll() is None, running.communicate()[1]
        time.sleep(0.1)
    running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=60) == 128 + signal.SIGTERM
    home = tmp_path / "reports" / "monthly" / "2026-10"
    assert [*home.iterdir()] == []
    kernel = int((tmp_path / "pid").read_text())
    for _ in range(100):
        if not Path(f"/proc/{kernel}").exists():
            break
        time.sleep(0.1)
    with pytest.raises(ProcessLookupError):
        os.kill(kernel, 0)
