"""Write the lock files: every package with version and hashes, and no address of an index.

``lock.txt`` is what reports need, ``dev.txt`` adds the tests' tools and ``lab.txt`` JupyterLab.
The runtime's versions constrain the other two, so one virtual environment can take all three.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
HEADER = "# Written by `make lock`; do not edit. Install with pip's --require-hashes.\n"


def compile_lock(name: str, *extras: str) -> None:
    """Resolve one set of packages for Python 3.11 and newer and write its lock file."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet"]
    command += ["--universal", "--python-version", "3.11", "--group", "build"]
    command += ["--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate"]
    for extra in extras:
        command += ["--extra", extra]
    if extras:
        command += ["--constraint", "requirements/lock.txt"]
    if "--upgrade" in sys.argv:
        command.append("--upgrade")
    target = FOLDER / name
    subprocess.run([*command, "--output-file", str(target)], cwd=ROOT, check=True)
    text = target.read_text()
    if re.search(r"https?://|file:", text):
        raise SystemExit(f"{name}: the lock names an address; an index setting leaked into it")
    target.write_text(HEADER + text)


def main() -> None:
    """Write all lock files; ``--upgrade`` moves to the newest versions."""
    FOLDER.mkdir(exist_ok=True)
    os.environ.setdefault("UV_NO_PROGRESS", "1")
    compile_lock("lock.txt")
    compile_lock("dev.txt", "dev")
    compile_lock("lab.txt", "lab")


if __name__ == "__main__":
    main()
