"""Points from a table of comma-separated values: one column a key, one row a point."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from microville.sweeps.keys import key_problem, normal, value_problem

if TYPE_CHECKING:
    from pathlib import Path

    from microville.sweeps.experiment import Value

MOST_TOLD = 20
"""Problems that are listed; a long file with one wrong column would tell thousands."""


def read_points_file(path: Path) -> tuple[list[dict[str, Value]], list[str]]:
    """Read points from a file.

    Parameters
    ----------
    path
        UTF-8 text. The first row names keys; values are numbers, ``true``, ``false`` or words.
        Semicolons with decimal commas, as French spreadsheets write them, are understood.

    Returns
    -------
    tuple
        The points, and all problems with file and line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        return [], [f"{path}:1: cannot be read: {error.strerror}."]
    except UnicodeDecodeError:
        return [], [f"{path}:1: this is not UTF-8 text. Save the file as UTF-8."]
    try:
        return _parse(path, text)
    except csv.Error as error:
        return [], [f"{path}:1: this is no table of points: {error}."]


def _parse(path: Path, text: str) -> tuple[list[dict[str, Value]], list[str]]:
    lines = text.splitlines()
    french = bool(lines) and ";" in lines[0] and "," not in lines[0]
    reader = csv.reader(lines, delimiter=";" if french else ",")
    header = [name.strip() for name in next(reader, [])]
    problems = [f"{path}:1: {key}: {told}" for key in header if (told := key_problem(key))]
    if not header or len(set(header)) < len(header):
        problems.append(f"{path}:1: the first row should name each key once.")
    if problems:
        return [], problems
    points: list[dict[str, Value]] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{path}:{reader.line_num}"
        point, wrong = _point(where, header, cells, french=french)
        problems += wrong
        points.append(point)
    if not points and not problems:
        problems.append(f"{path}:1: there is no point below the first row.")
    if len(problems) > MOST_TOLD:
        more = len(problems) - MOST_TOLD
        problems = [*problems[:MOST_TOLD], f"{path}:1: and {more} more like these."]
    return ([] if problems else points), problems


def _point(
    where: str, header: list[str], row: list[str], *, french: bool
) -> tuple[dict[str, Value], list[str]]:
    if len(row) != len(header):
        return {}, [f"{where}: {len(row)} values for {len(header)} keys."]
    point: dict[str, Value] = {}
    problems = []
    for key, cell in zip(header, row, strict=True):
        value = _value(cell.strip(), french=french)
        told = value_problem(key, value)
        if told:
            problems.append(f"{where}: {key}: {told}")
        else:
            point[key] = normal(key, value)
    return point, problems


def _value(cell: str, *, french: bool) -> Any:
    if cell.lower() in ("true", "false"):
        return cell.lower() == "true"
    number = cell.replace(",", ".") if french else cell
    for kind in (int, float):
        try:
            return kind(number)
        except ValueError:
            continue
    return cell
