"""Computers for which an archive is made: what pip and markers call them."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass

OLDEST_GLIBC, NEWEST_GLIBC = 5, 28
"""Wheels for newer systems than glibc 2.28 (2018) are not taken."""
OLDEST_MACOS, NEWEST_MACOS = 11, 14


@dataclass(frozen=True, slots=True)
class Target:
    """A system with a processor and a version of Python.

    Attributes
    ----------
    name
        ``"linux-x86_64"``.
    python
        ``"3.11"``.
    """

    name: str
    python: str

    @property
    def system(self) -> str:
        """First part of the name: linux, macos or windows."""
        return self.name.partition("-")[0]

    def pip_options(self) -> list[str]:
        """Return what tells pip to take wheels of this computer rather than of its own."""
        chosen = [f"--platform={tag}" for tag in PLATFORMS[self.name][1]]
        return [*chosen, "--implementation=cp", f"--python-version={self.python}"]

    def markers(self) -> dict[str, str]:
        """Return the environment in which requirements' markers are decided (PEP 508)."""
        names = {
            "linux": ("posix", "linux", "Linux"),
            "macos": ("posix", "darwin", "Darwin"),
            "windows": ("nt", "win32", "Windows"),
        }
        os_name, sys_platform, system = names[self.system]
        return {
            "os_name": os_name,
            "sys_platform": sys_platform,
            "platform_system": system,
            "platform_machine": PLATFORMS[self.name][0],
            "platform_python_implementation": "CPython",
            "implementation_name": "cpython",
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "implementation_version": f"{self.python}.0",
            "platform_release": "",
            "platform_version": "",
            "extra": "",
        }


def _linux(machine: str) -> tuple[str, ...]:
    new = [f"manylinux_2_{minor}_{machine}" for minor in range(OLDEST_GLIBC, NEWEST_GLIBC + 1)]
    return (*new, f"manylinux2014_{machine}", f"manylinux2010_{machine}", f"manylinux1_{machine}")


def _macos(machine: str) -> tuple[str, ...]:
    tens = [f"macosx_10_{minor}_{kind}" for minor in (9, 12, 13, 15) for kind in
            ((machine, "universal2") if machine == "x86_64" else ("universal2",))]  # fmt: skip
    later = [
        f"macosx_{major}_0_{kind}"
        for major in range(OLDEST_MACOS, NEWEST_MACOS + 1)
        for kind in (machine, "universal2")
    ]
    return (*tens, *later)


PLATFORMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "linux-x86_64": ("x86_64", _linux("x86_64")),
    "linux-aarch64": ("aarch64", _linux("aarch64")),
    "macos-arm64": ("arm64", _macos("arm64")),
    "macos-x86_64": ("x86_64", _macos("x86_64")),
    "windows-x86_64": ("AMD64", ("win_amd64",)),
}
"""Name: the processor as Python calls it, and the tags of wheels that run there."""


def this_platform() -> str:
    """Return the name of the computer at hand, empty if archives are not made for its kind."""
    system = {"linux": "linux", "darwin": "macos", "win32": "windows"}.get(sys.platform, "")
    machine = {"AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    name = f"{system}-{machine}"
    return name if name in PLATFORMS else ""
