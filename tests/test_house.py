"""The rules of the house, held by reading the source: layers, sizes, docstrings, notebooks."""

from __future__ import annotations

import ast
import functools
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kpikit"

# Data flow one way: a module imports only from those before it.
ORDER = [
    *("errors", "labels", "resources", "config", "periods", "tables", "sources", "visible"),
    *("facts", "kpi", "kpis", "evaluate", "results", "context", "headline", "view", "snapshot"),
    *("findings", "charts", "html", "deck", "check", "freeze", "project", "demo", "report"),
    *("run", "cli"),
]

MODULES = sorted(PACKAGE.rglob("*.py"))
SCRIPTS = sorted([*ROOT.glob("scripts/*.py"), *ROOT.glob("examples/**/*.py")])
TESTS = sorted((ROOT / "tests").rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
HEAVY = {"matplotlib", "papermill", "nbconvert", "nbclient", "pptx", "scipy", "dataframely"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, Function))


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    """Dotted names of everything a file imports, at the top or inside a function."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: write imports in full, from kpikit. ..."
            is_root = node.module == "kpikit"
            yield from (f"kpikit.{a.name}" for a in node.names if is_root)
            if not is_root:
                yield str(node.module)


def layers_imported(path: Path) -> set[str]:
    dotted = (name.split(".") for name in imports_of(path))
    return {parts[1] for parts in dotted if parts[0] == "kpikit" and len(parts) > 1}


def test_every_module_has_its_place_in_the_order() -> None:
    assert {layer_of(path) for path in MODULES} - {"__init__", "__main__"} <= set(ORDER)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_come_from_earlier_layers(path: Path) -> None:
    layer = layer_of(path)
    if layer in {"__init__", "__main__"}:
        return
    allowed = {*ORDER[: ORDER.index(layer) + 1], "__version__"}
    if path == PACKAGE / f"{layer}.py":
        allowed.remove(layer)
    assert layers_imported(path) <= allowed


@pytest.mark.parametrize("path", [*MODULES, *SCRIPTS], ids=name_of)
def test_files_and_functions_stay_small(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 250
    for function in functions(path):
        body = function.body[1:] if ast.get_docstring(function) else function.body
        lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
        assert lines <= 30, f"{function.name}: a body of {lines} lines"


@pytest.mark.parametrize("path", [*MODULES, *SCRIPTS], ids=name_of)
def test_at_most_three_parameters_are_positional(path: Path) -> None:
    for function in functions(path):
        names = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args)]
        names = names[1:] if names[:1] in (["self"], ["cls"]) else names
        assert len(names) <= 3, f"{function.name}({', '.join(names)})"


@pytest.mark.parametrize("path", [*MODULES, *SCRIPTS], ids=name_of)
def test_modules_and_public_functions_have_docstrings(path: Path) -> None:
    assert ast.get_docstring(tree_of(path))
    for node in tree_of(path).body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


@pytest.mark.parametrize("path", [*MODULES, *SCRIPTS, *TESTS], ids=name_of)
def test_nothing_is_left_for_later(path: Path) -> None:
    later = "TO" + "DO|FIX" + "ME|XX" + "X"
    assert not re.search(rf"\b({later})\b", path.read_text())


@pytest.mark.parametrize("layer", sorted({layer_of(path) for path in MODULES} & set(ORDER)))
def test_every_layer_has_tests(layer: str) -> None:
    folder = ROOT / "tests"
    found = [*folder.glob(f"test_{layer}*.py"), *folder.glob(f"{layer}/**/test_*.py")]
    # Examples in docstrings are run too, and are all that a small module needs.
    assert found or any(">>> " in p.read_text() for p in MODULES if layer_of(p) == layer)


def test_imports_are_declared_dependencies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {re.split(r"[\[<>=]", line)[0] for line in project["dependencies"]}
    roots = {name.split(".")[0] for path in MODULES for name in imports_of(path)}
    foreign = roots - set(sys.stdlib_module_names) - {"kpikit"}
    by_module = importlib.metadata.packages_distributions()
    for root in sorted(foreign):
        owners = {name.lower().replace("_", "-") for name in by_module[root]}
        # pydantic's core is a part of it that is packaged apart.
        owners = {owner.removesuffix("-core") for owner in owners} | owners
        assert owners & declared, f"{root} is imported and not declared"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_notebooks_are_clean_and_have_parameters(path: Path) -> None:
    cells = json.loads(path.read_text())["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)
    assert sum("parameters" in cell["metadata"].get("tags", []) for cell in code) == 1
    assert all(len("".join(cell["source"]).splitlines()) <= 10 for cell in code)


def loaded_after(statement: str) -> set[str]:
    """Top-level modules in a fresh interpreter after one statement."""
    code = f"import sys\n{statement}\nprint('\\n'.join({{m.split('.')[0] for m in sys.modules}}))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_kpikit_loads_no_heavy_library() -> None:
    assert not loaded_after("import kpikit") & HEAVY


def test_help_loads_nothing_that_works_on_data() -> None:
    code = (
        "import kpikit.cli as c\nsys.argv[1:] = ['--help']\ntry: c.main()\nexcept SystemExit: pass"
    )
    assert not loaded_after(code) & (HEAVY | {"polars", "pydantic", "numpy"})
