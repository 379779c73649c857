"""One month's indicators as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.indicators.catalogue import all_indicators
from microville.indicators.groups import make_groups

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from microville.model import Microville


def collect(model: Microville, *, names: Collection[str] | None = None) -> pd.DataFrame:
    """Return the indicators of the month that a model has just simulated.

    Parameters
    ----------
    model
        A model after at least one step.
    names
        Which indicators; all of them if not given.

    Returns
    -------
    DataFrame
        Columns ``month`` (0 = January 2025), ``indicator``, ``group``, ``value`` (rounded to the
        indicator's decimals), ``unit``; a group without anybody has no row.
    """
    import pandas as pd

    groups = make_groups(model)
    rows = []
    for name, definition in all_indicators().items():
        if names is not None and name not in names:
            continue
        values = model.elsewhere.known(name, definition.measure(model, groups))
        for group, value in values.items():
            # Adding zero turns -0.0 into 0.0: the same bytes for the same number.
            rounded = round(value, definition.decimals) + 0.0
            rows.append((model.month - 1, name, group, rounded, definition.unit))
    return pd.DataFrame(rows, columns=["month", "indicator", "group", "value", "unit"])


def definitions() -> pd.DataFrame:
    """Return the definitions of all indicators, one a row."""
    import pandas as pd

    fields = (
        "name",
        "unit",
        "direction",
        "decimals",
        "domain",
        "label_en",
        "label_fr",
        "formula",
        "source",
    )
    return pd.DataFrame(
        [[getattr(d, field) for field in fields] for d in all_indicators().values()],
        columns=list(fields),
    )
