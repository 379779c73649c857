"""What comparisons said, kept in the cache: the same question is answered at once."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from microville.app.reporting import ReportOrder
from microville.app.settings import started
from microville.errors import InputError
from microville.paths import cache_dir

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from microville.app.comparing import Order

MOST = 60
"""Answers kept, of some hundred kilobytes each; the oldest go first."""


def stored(order: Order | ReportOrder) -> dict[str, Any] | None:
    """Return what a comparison gave before, None where it has to be worked out."""
    path = _path(order)
    if path is None:
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def keep(order: Order | ReportOrder, result: Mapping[str, Any]) -> None:
    """Keep what a comparison gave; a full disk only costs that."""
    path = _path(order)
    if path is None:
        return
    half = path.with_suffix(".half")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
        half.replace(path)
        kept = sorted(path.parent.glob("*.json"), key=lambda one: one.stat().st_mtime)
        for old in kept[:-MOST]:
            old.unlink(missing_ok=True)
    except OSError:
        half.unlink(missing_ok=True)


def _path(order: Order | ReportOrder) -> Path | None:
    """Return where an answer is kept: by program, map, scenario files and question."""
    from microville.scenario import load_scenario

    shared = started()
    if isinstance(order, ReportOrder) or order.changed is not None or shared is None:
        return None
    try:
        meant = [load_scenario(name).model_dump_json() for name in order.scenarios]
    except InputError:
        return None
    asked = (order.months, order.seeds, order.fraction)
    said = repr((shared.code, shared.folder.name, asked, meant))
    return cache_dir() / "answers" / f"{hashlib.sha256(said.encode()).hexdigest()[:24]}.json"
