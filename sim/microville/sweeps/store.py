"""Results of runs on disk: a small file each, packed by the thousand so that folders stay short."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.errors import InputError
from microville.sweeps.files import PART, parquet_bytes, remove_parts, write_whole
from microville.sweeps.tasks import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    import pyarrow as pa

PACK = 1000
"""Loose files that are packed together: 100,000 results are 100 packs and under 1,000 files."""


@dataclass(frozen=True, slots=True)
class Ended:
    """Ids of runs that ended well, and of those that failed."""

    done: set[str]
    failed: set[str]


class Store:
    """The results in a sweep's folder.

    ``runs/ID.json`` holds one result; ``packs/HASH.parquet`` holds a thousand: run_id, ok, seconds,
    and the record as JSON. A result may be in both places for a moment; a good one counts before a
    failed one. Files of several folders can be copied together: names never clash.

    Only who holds the folder's lock writes; anybody may read.
    """

    def __init__(self, folder: Path) -> None:
        self.runs = folder / "runs"
        self.packs = folder / "packs"
        self._loose = 0

    def open(self) -> None:
        """Make the folders, and clear what a killed writer left."""
        for folder in (self.runs, self.packs):
            folder.mkdir(parents=True, exist_ok=True)
            remove_parts(folder)
        self._loose = sum(1 for _ in self._loose_files())

    def put(self, record: Record) -> None:
        """Keep a result.

        Raises
        ------
        RunError
            If the disk is full or closed; nothing half-written is left.
        """
        write_whole(self.runs / f"{record.run_id}.json", record.to_json().encode())
        self._loose += 1
        if self._loose >= PACK:
            self.compact()

    def compact(self) -> None:
        """Pack all loose results into one file, then remove them."""
        files = list(self._loose_files())
        records = [record for path in files if (record := _read_loose(path)) is not None]
        if records:
            records.sort(key=lambda record: record.run_id)
            texts = [record.to_json() for record in records]
            name = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:24]
            data = parquet_bytes(
                {
                    "run_id": [record.run_id for record in records],
                    "ok": [record.outcomes is not None for record in records],
                    "seconds": [record.seconds for record in records],
                    "record": texts,
                }
            )
            write_whole(self.packs / f"{name}.parquet", data, sync=True)
        for path in files:
            path.unlink(missing_ok=True)
        self._loose = 0

    def ended(self) -> Ended:
        """Return which runs ended, and how.

        Raises
        ------
        InputError
            If a pack cannot be read.
        """
        done: set[str] = set()
        failed: set[str] = set()
        for record in self._loose_records():
            (failed if record.outcomes is None else done).add(record.run_id)
        for path in self._pack_files():
            table = _read_pack(path, ["run_id", "ok"])
            good = table.filter(table["ok"])
            done.update(good["run_id"].to_pylist())
            failed.update(table["run_id"].to_pylist())
        return Ended(done, failed - done)

    def records(self, wanted: Collection[str], *, ok: bool) -> Iterator[Record]:
        """Yield the results of wanted runs that ended well, or those that failed, each once."""
        seen: set[str] = set()
        for record in self._every(ok=ok):
            if record.run_id in wanted and record.run_id not in seen:
                seen.add(record.run_id)
                yield record

    def _every(self, *, ok: bool) -> Iterator[Record]:
        # Loose files first: one that is packed meanwhile is then found in its pack.
        yield from (r for r in self._loose_records() if (r.outcomes is not None) == ok)
        for path in self._pack_files():
            table = _read_pack(path, ["ok", "record"])
            for good, text in zip(
                table["ok"].to_pylist(), table["record"].to_pylist(), strict=True
            ):
                if good == ok:
                    yield Record.from_json(text)

    def _loose_records(self) -> Iterator[Record]:
        records = (_read_loose(path) for path in self._loose_files())
        return (record for record in records if record is not None)

    def _loose_files(self) -> Iterator[Path]:
        if self.runs.is_dir():
            yield from (p for p in self.runs.iterdir() if p.suffix == ".json")

    def _pack_files(self) -> list[Path]:
        return sorted(p for p in self.packs.glob("*.parquet") if not p.name.endswith(PART))


def _read_loose(path: Path) -> Record | None:
    """Read one result; None if a power loss or a packing process took it: it is run again."""
    try:
        return Record.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _read_pack(path: Path, columns: list[str]) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(path, columns=columns)
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise InputError(
            f"{path} is damaged ({type(error).__name__}).",
            hint="Remove this file, then resume the sweep: its runs are done again.",
        ) from error
