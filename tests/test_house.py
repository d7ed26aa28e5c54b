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
    *(
        "facts",
        "kpi",
        "kpis",
        "evaluate",
        "estimate",
        "results",
        "details",
        "context",
        "headline",
        "view",
        "snapshot",
    ),
    *(
        "findings",
        "charts",
        "html",
        "deck",
        "check",
        "examine",
        "freeze",
        "project",
        "demo",
        "report",
    ),
    *("run", "cli"),
]

MODULES = sorted(PACKAGE.rglob("*.py"))
SCRIPTS = sorted([*ROOT.glob("scripts/*.py"), *ROOT.glob("examples/**/*.py")])
OURS = [*MODULES, *SCRIPTS]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
HEAVY = {"matplotlib", "papermill", "nbconvert", "nbclient", "pptx", "scipy", "dataframely"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
Named = Function | ast.ClassDef


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
    assert {layer_of(path) for path in MODULES} == {*ORDER, "__init__", "__main__"}


def test_imports_come_from_earlier_layers() -> None:
    wrong = []
    for path in MODULES:
        layer = layer_of(path)
        if layer in {"__init__", "__main__"}:
            continue
        allowed = {*ORDER[: ORDER.index(layer) + 1], "__version__"}
        if path == PACKAGE / f"{layer}.py":
            allowed.remove(layer)
        wrong += [f"{name_of(path)}: {name}" for name in layers_imported(path) - allowed]
    assert wrong == []


def test_files_stay_small() -> None:
    lines = {name_of(path): len(path.read_text().splitlines()) for path in OURS}
    assert {name: count for name, count in lines.items() if count > 250} == {}


def test_function_bodies_stay_small() -> None:
    wrong = {}
    for path in OURS:
        for function in functions(path):
            body = function.body[1:] if ast.get_docstring(function) else function.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            if lines > 30:
                wrong[f"{name_of(path)}: {function.name}"] = lines
    assert wrong == {}


def test_at_most_three_parameters_are_positional() -> None:
    wrong = []
    for path in OURS:
        for function in functions(path):
            names = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args)]
            names = names[1:] if names[:1] in (["self"], ["cls"]) else names
            if len(names) > 3:
                wrong.append(f"{name_of(path)}: {function.name}({', '.join(names)})")
    assert wrong == []


def test_modules_and_public_functions_have_docstrings() -> None:
    wrong = [name_of(path) for path in OURS if not ast.get_docstring(tree_of(path))]
    for path in OURS:
        public = (node for node in tree_of(path).body if isinstance(node, Named))
        wrong += [
            f"{name_of(path)}: {node.name}"
            for node in public
            if not node.name.startswith("_") and not ast.get_docstring(node)
        ]
    assert wrong == []


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(" + "TO" + "DO|FIX" + "ME|XX" + r"X)\b")
    assert [name_of(path) for path in (*OURS, *TESTS) if later.search(path.read_text())] == []


def test_every_layer_has_tests() -> None:
    folder = ROOT / "tests"
    wrong = []
    for layer in ORDER:
        found = [*folder.glob(f"test_{layer}*.py"), *folder.glob(f"{layer}/**/test_*.py")]
        # Examples in docstrings are run too, and are all that a small module needs.
        examples = any(">>> " in p.read_text() for p in MODULES if layer_of(p) == layer)
        wrong += [] if found or examples else [layer]
    assert wrong == []


@pytest.mark.parametrize(("paths", "extras"), [(MODULES, ()), (TESTS, ("dev",))])
def test_imports_are_declared_dependencies(paths: list[Path], extras: tuple[str, ...]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = project["dependencies"] + [
        line for extra in extras for line in project["optional-dependencies"][extra]
    ]
    declared = {re.split(r"[\[<>=]", line)[0] for line in lines}
    roots = {name.split(".")[0] for path in paths for name in imports_of(path)}
    foreign = (
        roots
        - set(sys.stdlib_module_names)
        - {"kpikit", "tests", "examples", "scripts", "benchmarks"}
    )
    by_module = importlib.metadata.packages_distributions()
    wrong = []
    for root in sorted(foreign):
        owners = {name.lower().replace("_", "-") for name in by_module.get(root, ["nobody"])}
        # pydantic's core is a part of it that is packaged apart.
        owners |= {owner.removesuffix("-core") for owner in owners}
        wrong += [] if owners & declared else [root]
    assert wrong == []


def test_notebooks_are_clean_and_have_parameters() -> None:
    for path in NOTEBOOKS:
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
