from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kpikit.errors import UsageError
from kpikit.run.parameters import check_parameters, read_notebook

if TYPE_CHECKING:
    from pathlib import Path


def notebook(*sources: str, tagged: str = 'bot = "*"\nperiod: str = ""') -> object:
    first = new_code_cell(tagged, metadata={"tags": ["parameters"]})
    rest = [new_code_cell(source) for source in sources]
    return new_notebook(cells=[new_markdown_cell("# Title"), first, *rest])


def test_what_is_declared_and_read_is_accepted() -> None:
    check_parameters(notebook("%matplotlib inline\nprint(bot, period)"), ["bot"], name="n")


def test_all_faults_come_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        check_parameters(notebook("bot = 2\nprint(1)"), ["bot", "perod"], name="n.ipynb")
    lines = str(caught.value).splitlines()
    assert lines[0] == "n.ipynb: parameter 'bot' is read by no cell after the tagged one"
    assert lines[1].startswith("n.ipynb: parameter 'perod' is unknown to the notebook")
    assert "did you mean 'period'?" in lines[1]


def test_reading_in_the_tagged_cell_alone_is_not_reading() -> None:
    with pytest.raises(UsageError, match="read by no cell"):
        check_parameters(notebook("1", tagged="bot = 1\nprint(bot)"), ["bot"], name="n")


def test_a_notebook_without_the_tag_is_refused() -> None:
    plain = new_notebook(cells=[new_code_cell("bot = 1")])
    with pytest.raises(UsageError, match="no cell tagged 'parameters'"):
        check_parameters(plain, ["bot"], name="n")


def test_a_cell_that_is_not_python_is_named() -> None:
    with pytest.raises(UsageError, match="n: code cell 2, line 1, is not Python"):
        check_parameters(notebook("print(bot"), ["bot"], name="n")


def test_a_cell_in_another_language_is_left_to_ipython() -> None:
    check_parameters(notebook("%%bash\necho $((", "print(bot)"), ["bot"], name="n")


@pytest.mark.parametrize("text", ["hello", "", "{}", "[]", '{"cells": 1, "nbformat": 4}'])
def test_what_is_no_notebook_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "text.ipynb").write_text(text)
    with pytest.raises(UsageError, match="text.ipynb: not a notebook: ") as caught:
        read_notebook(tmp_path / "text.ipynb")
    assert len(str(caught.value).splitlines()) == 1


def test_a_notebook_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such notebook"):
        read_notebook(tmp_path / "absent.ipynb")
    with pytest.raises(UsageError, match="cannot be read: Is a directory"):
        read_notebook(tmp_path)


def test_a_notebook_is_read(tmp_path: Path) -> None:
    nbformat.write(notebook("bot"), tmp_path / "good.ipynb")
    assert len(read_notebook(tmp_path / "good.ipynb").cells) == 3
