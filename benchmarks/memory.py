"""Memory of one implementation, in a process of its own: the growth that object and query cause.

``python -m benchmarks.memory NETWORK QUERY IMPLEMENTATION`` prints a JSON object.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import subprocess
import sys
from pathlib import Path

from benchmarks.case import Bench
from benchmarks.networks import SPECS, synthetic
from benchmarks.queries import QUERIES

QUERIES_MEASURED = ("closest", "matrix")
SECONDS = 600
STATUS = Path("/proc/self/status")


def _kib(key: str) -> int:
    lines = STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{key}:"))


def _give_back() -> None:
    """Let the allocator return what it holds free: else new objects hide in it (glibc)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def growth(network: str, query: str, name: str) -> int:
    """Return bytes: peak of resident memory over what it was with the network loaded.

    Libraries are imported and kernels compiled on a small network before; then the peak is reset.
    """
    implementation = next(row for row in QUERIES[query].rows if row.name == name)
    implementation.build(Bench(synthetic(1_000))).run()
    bench = Bench(SPECS[network].make())
    gc.collect()
    _give_back()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = _kib("VmRSS")
    implementation.build(bench).run()
    return (_kib("VmHWM") - before) * 1024


def in_fresh_process(network: str, query: str, name: str) -> tuple[int | None, str]:
    """Return what :func:`growth` says in a new process, or None and the reason."""
    if not STATUS.is_file():
        return None, "memory is measured on Linux only"
    command = [sys.executable, "-m", "benchmarks.memory", network, query, name]
    root = Path(__file__).resolve().parents[1]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=SECONDS, check=False, cwd=root
        )
        if done.returncode == 0:
            return int(json.loads(done.stdout.splitlines()[-1])["bytes"]), ""
    except subprocess.TimeoutExpired:
        return None, f"memory: more than {SECONDS} s"
    return None, f"memory: the process ended with code {done.returncode}"


if __name__ == "__main__":
    print(json.dumps({"bytes": growth(*sys.argv[1:4])}))
