"""Forms in which answers are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.case import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray
    from scipy.sparse import csr_array


def whole_ms(times: Any) -> NDArray[np.int32]:
    """Return times as int32 milliseconds; what is not finite or too large becomes NEVER."""
    values = np.asarray(times, dtype=np.float64)
    known = np.isfinite(values) & (values < float(NEVER))
    return np.where(known, np.rint(np.where(known, values, 0)), NEVER).astype(np.int32)


def by_node(found: Mapping[int, int], count: int) -> NDArray[np.int32]:
    """Return a dictionary of times by node as an array."""
    out = np.full(count, NEVER, dtype=np.int32)
    if found:
        out[np.fromiter(found.keys(), np.int64, len(found))] = np.fromiter(
            found.values(), np.int64, len(found)
        )
    return out


def sparse_rows(
    rows: Iterable[tuple[NDArray[Any], NDArray[Any]]], count: int, *, times: bool = True
) -> csr_array:
    """Return (nodes, times) of each origin as a sparse matrix of time + 1 (or of ones)."""
    pieces = list(rows)
    sizes = [len(nodes) for nodes, _ in pieces]
    nodes = np.concatenate([np.asarray(nodes, np.int64) for nodes, _ in pieces])
    data = np.concatenate([np.asarray(found, np.int64) for _, found in pieces])
    return rows_of(np.concatenate([[0], np.cumsum(sizes)]), nodes, data, count, times=times)


def rows_of(
    indptr: NDArray[Any],
    nodes: NDArray[Any],
    found: NDArray[Any],
    count: int,
    *,
    times: bool = True,
) -> csr_array:
    """Return compressed rows as a sparse matrix of time + 1 (or of ones)."""
    from scipy.sparse import csr_array

    data = found.astype(np.int32) + 1 if times else np.ones(len(found), np.int32)
    matrix = csr_array((data, nodes, indptr), shape=(len(indptr) - 1, count))
    matrix.sort_indices()
    return matrix


def mismatches(reference: Any, answer: Any) -> int:
    """Count entries that differ; answers of ones are compared with where the reference is."""
    from scipy.sparse import issparse

    if issparse(reference):
        if answer.nnz and int(answer.data.max()) == 1:
            reference = reference.copy()
            reference.data[:] = 1
        return int((reference != answer).nnz)
    if reference.shape != answer.shape:
        raise ValueError(f"the answer has shape {answer.shape}, not {reference.shape}")
    return int(np.count_nonzero(reference != answer))


def k_smallest(nodes: NDArray[Any], times: NDArray[Any], count: int, k: int) -> NDArray[np.int32]:
    """Return the k smallest times of each node among labels in any order, shape (count, k)."""
    order = np.lexsort((times, nodes))
    nodes, times = nodes[order], times[order]
    first = np.searchsorted(nodes, np.arange(count))
    rank = np.arange(len(nodes)) - first[nodes]
    out = np.full((count, k), NEVER, dtype=np.int32)
    kept = rank < k
    out[nodes[kept], rank[kept]] = times[kept]
    return out
