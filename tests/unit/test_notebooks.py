"""Notebooks run from top to bottom, and what is stored in them is small and of no machine."""

import ast
import re
import warnings
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LARGEST_BYTES = 250_000
LONGEST_DEFINITION = 8


def read(path):
    import nbformat

    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def texts(cell):
    """Return what a cell shows as text."""
    for output in cell.outputs:
        yield output.get("text", "")
        yield output.get("data", {}).get("text/plain", "")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_run(path, tmp_path):
    from nbclient import NotebookClient

    notebook = read(path)
    stored = [len(cell.outputs) for cell in code_cells(notebook)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Jupyter's own; a cell's warnings are outputs, see below
        NotebookClient(
            notebook,
            timeout=120,
            coalesce_streams=True,
            kernel_name="python3",
            resources={"metadata": {"path": str(tmp_path)}},
        ).execute()
    for cell, before in zip(code_cells(notebook), stored, strict=True):
        assert [o.output_type for o in cell.outputs if o.get("name") == "stderr"] == []
        assert len(cell.outputs) == before, cell.source
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_notebooks_store_is_small_and_of_no_machine(path):
    notebook = read(path)
    assert path.stat().st_size < LARGEST_BYTES
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    for cell in code_cells(notebook):
        assert cell.execution_count is not None
        assert set(cell.metadata) <= {"tags", "execution"}
        for output in cell.outputs:
            assert output.output_type != "error"
            assert output.get("name") != "stderr"
        for text in texts(cell):
            assert not re.search(
                r"(/home/|/tmp/|/root/|/work/|/Users/|[A-Z]:\\|0x[0-9a-f]{6})", text
            )
    counts = [cell.execution_count for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1))
    assert any("image/png" in o.get("data", {}) for c in code_cells(notebook) for o in c.outputs)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_define_only_what_they_show(path):
    for cell in code_cells(read(path)):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno - node.lineno < LONGEST_DEFINITION, node.name


def test_there_is_one():
    assert [path.name for path in NOTEBOOKS][:1] == ["01_agents.ipynb"]
