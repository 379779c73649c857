"""Importing the package is light, and everything public says what it is."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import microville

ROOT = Path(microville.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
HEAVY = {
    "osmnx",
    "solara",
    "matplotlib",
    "geopandas",
    "mesa",
    "numba",
    "pandas",
    "networkx",
    "scipy",
}


def imported(statement):
    code = f"import sys; {statement}; print(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_importing_the_package_is_light():
    assert not imported("import microville") & HEAVY


def test_the_model_needs_no_map_reader_and_no_drawing():
    assert not imported("import microville.model, microville.indicators") & {
        "osmnx",
        "osmium",
        "solara",
        "matplotlib",
    }


def _public(body, prefix=""):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in body:
        if isinstance(node, kinds) and not node.name.startswith("_"):
            decorated = {ast.unparse(d).rpartition(".")[2] for d in node.decorator_list}
            if decorated & {"setter", "overload"}:
                continue
            yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body, f"{prefix}{node.name}.")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_everything_public_has_a_docstring(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    missing = [name for name, node in _public(tree.body) if not ast.get_docstring(node)]
    if not path.name.startswith("_") or path.name == "__init__.py":
        assert ast.get_docstring(tree) or path.stat().st_size == 0
    assert not missing


def test_modules_import_only_from_lower_floors():
    """The model never knows its indicators, nor access any agent (the rest: import-linter)."""
    forbidden = {
        "model": {"indicators", "runs", "figures", "cli"},
        "access": {"model", "population", "finance", "scenario", "indicators"},
        "finance": {"model", "access", "territory", "population", "indicators"},
        "territory": {"model", "access", "scenario", "population", "finance", "indicators"},
    }
    for floor, above in forbidden.items():
        for path in (ROOT / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                for name in names:
                    parts = name.split(".")
                    assert not (parts[0] == "microville" and set(parts[1:2]) & above), (path, name)
