"""The runs that failed, with their traceback, as one table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from microville.sweeps.files import parquet_bytes, write_whole
from microville.sweeps.store import Store

if TYPE_CHECKING:
    from microville.sweeps.folder import Sweep

FAILURES = "failures.parquet"


def write_failures(sweep: Sweep) -> int:
    """Write ``failures.parquet`` and return how many runs failed.

    Its columns: run_id, scenario, point, seed, changes (what the point sets, as JSON), error,
    message, traceback; one row a failed run, in the order of the plan.

    Raises
    ------
    InputError
        If a file of results is damaged.
    RunError
        If it cannot be written.
    """
    store, plan = Store(sweep.folder), sweep.plan
    failed = store.ended().failed
    found = {record.run_id: record for record in store.records(failed, ok=False)} if failed else {}
    rows = [row for row in plan.distinct().tolist() if plan.run_ids[row].decode() in found]
    orders = [plan.order(row) for row in rows]
    records = [found[order.run_id] for order in orders]
    data = parquet_bytes(
        {
            "run_id": [order.run_id for order in orders],
            "scenario": [order.scenario for order in orders],
            "point": plan.point[rows],
            "seed": [order.seed for order in orders],
            "changes": [json.dumps(order.changes) for order in orders],
            "error": [record.error for record in records],
            "message": [record.message for record in records],
            "traceback": [record.traceback for record in records],
        }
    )
    write_whole(sweep.folder / FAILURES, data)
    return len(orders)
