from __future__ import annotations

import os
from typing import TYPE_CHECKING

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from kpikit.run.execute import NotebookFailed, execute

if TYPE_CHECKING:
    from pathlib import Path

SHOW = "from IPython.display import HTML\nHTML(f'<p>{bot}</p>')"


def notebook(*sources: str) -> object:
    tagged = new_code_cell('bot = "*"', id="first", metadata={"tags": ["parameters"]})
    cells = [new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(sources)]
    return new_notebook(cells=[tagged, *cells])


def test_two_executions_are_the_same_bytes(tmp_path: Path) -> None:
    source = notebook(SHOW, "object()", "import sys\nprint('war' + 'ned', file=sys.stderr)")
    places = [tmp_path / "a", tmp_path / "b"]
    texts = []
    for place in places:
        place.mkdir()
        texts.append(nbformat.writes(execute(source, {"bot": "help"}, cwd=place)))
    assert texts[0] == texts[1]
    assert "<p>help</p>" in texts[0]
    assert str(tmp_path) not in texts[0]
    assert "warned" not in texts[0]
    assert "papermill" not in texts[0]


def test_the_kernel_is_this_interpreter_and_leaves_the_environment_alone(tmp_path: Path) -> None:
    before = dict(os.environ)
    source = notebook(SHOW, "import sys\nprint(sys.prefix)")
    done = execute(source, {"bot": "x"}, cwd=tmp_path)
    import sys

    assert done.cells[-1].outputs[0].text.strip() == sys.prefix
    assert dict(os.environ) == before


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("secret = 'a@b.example'\nraise ValueError(secret)", "code cell 3 raised ValueError"),
        ("import sys; sys.exit(0)", "code cell 3 ended the notebook before its end"),
        ("import sys; sys.exit(3)", "code cell 3 raised SystemExit"),
        ("import os; os._exit(1)", "the notebook's process died"),
    ],
)
def test_a_cell_that_fails_fails_the_report_without_its_data(
    tmp_path: Path, source: str, reason: str
) -> None:
    with pytest.raises(NotebookFailed) as caught:
        execute(notebook(SHOW, source, "1"), {"bot": "x"}, cwd=tmp_path)
    assert caught.value.reason == reason


def test_a_report_that_shows_nothing_failed(tmp_path: Path) -> None:
    with pytest.raises(NotebookFailed, match="blank"):
        execute(notebook("x = bot", "print(x)"), {"bot": "x"}, cwd=tmp_path)
