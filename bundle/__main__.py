"""``python -m bundle make`` and ``python -m bundle check ARCHIVE``: docs/app.md."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from bundle.closure import BundleError
from bundle.target import PLATFORMS, Target, this_platform


def main(words: list[str] | None = None) -> int:
    """Make an archive, or check one; 0 done, 1 failed, 2 wrong input."""
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    parser = argparse.ArgumentParser(prog="bundle", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="make an archive in dist/")
    make.add_argument("--platform", choices=sorted(PLATFORMS), default=this_platform() or None)
    make.add_argument("--python", choices=("3.11", "3.12", "3.13"), default=here)
    make.add_argument("--out", type=Path, default=Path("dist"))
    make.add_argument("--wheels", type=Path, default=Path("build/wheels"), help="kept downloads")
    check = commands.add_parser("check", help="install and start one without a network")
    check.add_argument("archive", type=Path)
    check.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(words)
    began = time.monotonic()
    try:
        if chosen.command == "check":
            from bundle.check import check_archive

            check_archive(chosen.archive, inside=chosen.inside)
            return 0
        if chosen.platform is None:
            parser.error(f"give --platform: one of {', '.join(sorted(PLATFORMS))}")
        from bundle.pack import make as make_archive

        path = make_archive(Target(chosen.platform, chosen.python), chosen.out, chosen.wheels)
    except BundleError as error:
        print(f"bundle: {error}", file=sys.stderr)
        return 1
    size = path.stat().st_size / 1e6
    print(f"{path}: {size:.0f} MB, {time.monotonic() - began:.0f} s. Check it: make bundle-check")
    return 0


if __name__ == "__main__":
    sys.exit(main())
