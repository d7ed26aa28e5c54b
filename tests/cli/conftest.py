"""The command, called in this process, with what it printed and how it left."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from kpikit.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Said(NamedTuple):
    """Exit code, standard output, standard error."""

    code: int
    out: str
    err: str


@pytest.fixture
def kpikit(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    def command(*arguments: str | Path) -> Said:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert isinstance(left.value.code, int)
        assert "Traceback" not in out + err
        return Said(left.value.code, out, err)

    return command
