"""The load of many tabs: percentiles, and memory of a process with what it started."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from benchmarks.load.__main__ import _percentile
from benchmarks.load.processes import family, memory_mb
from hypothesis import given
from hypothesis import strategies as st


@given(
    values=st.lists(st.floats(0, 1e6), min_size=1, max_size=60),
    share=st.sampled_from([50, 95, 100]),
)
def test_percentiles_are_values_that_were_seen(values, share):
    expected = np.percentile(values, share, method="inverted_cdf")
    assert _percentile(sorted(values), share) == expected


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_memory_counts_children_and_is_given_back():
    grow = "import subprocess, sys\n"
    grow += "p = subprocess.Popen([sys.executable, '-c', \"b = bytearray(60_000_000); print('x', flush=True); input()\"], stdin=subprocess.PIPE)\n"
    grow += "input(); p.communicate(b'\\n'); print('y', flush=True); input()\n"
    with subprocess.Popen(
        [sys.executable, "-c", grow], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout.readline() == b"x\n"
        assert len(family(parent.pid)) == 2
        held = memory_mb(parent.pid)
        parent.stdin.write(b"\n")
        parent.stdin.flush()
        assert parent.stdout.readline() == b"y\n"
        assert family(parent.pid) == [parent.pid]
        assert 50 < held - memory_mb(parent.pid) < 90
        parent.communicate(b"\n")
    assert memory_mb(parent.pid) == 0
