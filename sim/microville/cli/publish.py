"""Tables, runs, manifest and report in one folder, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from microville.runs import Comparison
    from microville.sweeps import Outcome

LANGUAGES = ("fr", "en")


def check_language(lang: str) -> None:
    """Check that the report can be written in a language.

    Raises
    ------
    InputError
        If it cannot.
    """
    if lang not in LANGUAGES:
        raise InputError(f"There is no report in {lang!r}.", hint="Choose fr or en.")


def publish(
    comparison: Comparison,
    target: Path,
    *,
    lang: str = "fr",
    sensitivity: pd.DataFrame | None = None,
    headlines: Sequence[Outcome] = (),
    reach: pd.DataFrame | None = None,
) -> None:
    """Write a comparison's folder with its report.

    Raises
    ------
    InputError
        If the folder cannot be written or holds something else.
    """
    from microville.figures import write_report
    from microville.runs.atomic import whole_folder
    from microville.runs.folder import store

    with whole_folder(target) as folder:
        store(comparison, folder, sensitivity=sensitivity, headlines=headlines, reach=reach)
        write_report(
            comparison,
            folder,
            lang=lang,
            sensitivity=sensitivity,
            headlines=headlines,
            reach=reach,
        )
