"""The README's notebook example prints what the README says it prints."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from kpikit.demo import write_demo

README = Path(__file__).parent.parent / "README.md"


def test_the_example_prints_what_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = README.read_text(encoding="utf-8")
    match = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)```", text, re.DOTALL)
    assert match is not None
    write_demo(tmp_path / "demo")
    monkeypatch.chdir(tmp_path)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(match[1], {})  # noqa: S102 - the example itself is under test
    assert printed.getvalue() == match[2]
