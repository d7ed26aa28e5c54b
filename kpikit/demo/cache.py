"""The demo that is there when nothing is set: written once for each user and version."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

from kpikit import __version__
from kpikit.demo.write import write_demo


def ensure_demo() -> Path:
    """Return a folder with the demo project, which is written first where it is missing.

    It lies in the user's cache, under the version that wrote it. It is written aside and then
    renamed, so that two who ask at once both get a whole one.

    Returns:
        The folder; its ``kpikit.yml`` is the project.
    """
    target = cache_dir() / f"demo-{__version__}-{_digest()}"
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix="demo-", dir=target.parent))
    try:
        write_demo(aside)
        aside.rename(target)
    except OSError:
        # Someone else was faster; anything but that is worth an error.
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return target


def cache_dir() -> Path:
    """Return kpikit's folder in the user's cache, by the habits of the platform."""
    home = Path.home()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or home / ".cache"
    return Path(base) / "kpikit"


def _digest() -> str:
    """Tell one state of the generator from another, between versions too."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    whole = b"".join(path.read_bytes() for path in sources)
    return hashlib.sha256(whole).hexdigest()[:8]
