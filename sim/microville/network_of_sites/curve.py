"""The experiment: networks of growing size, with and without the platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.errors import InputError
from microville.network_of_sites.break_even import (
    NEVER,
    break_even_year,
    breaks_even,
    critical_floor_m2,
)
from microville.network_of_sites.network import YEARS, Network, work_out
from microville.network_of_sites.sites import TYPES, draw_sites

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from microville.parameters import Parameters

SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
FEW = 10
"""Networks of a size over which the critical size is averaged."""
MATURE_YEARS = 10


def sites_table(network: Network) -> pd.DataFrame:
    """Return a row a site: type, floor, start, break-even with and without, cash of year 15.

    ``break_even_*`` are calendar years, missing where a site does not break even; ``cash_*`` are
    euros of the fifteenth year (the last one of a shorter study).
    """
    import pandas as pd

    sites = network.sites
    table = pd.DataFrame(
        {
            "type": [TYPES[kind] for kind in sites.kind],
            "floor_m2": sites.floor_m2,
            "start_year": sites.start_year,
        }
    )
    for name, cash in (("without", network.without.cash), ("with", network.together.cash)):
        year = break_even_year(cash)
        calendar = pd.Series(sites.start_year + year, dtype="Int64")
        table[f"break_even_{name}"] = calendar.where(year != NEVER)
        table[f"cash_{name}_eur"] = cash[:, min(15, cash.shape[1] - 1)] / 100
    return table


def curve(
    parameters: Parameters,
    *,
    sizes: Sequence[int] = SIZES,
    sites: int = 1000,
    seed: int = 1,
    years: int = YEARS,
) -> pd.DataFrame:
    """Return a row a size of the network, each over the same drawn sites.

    The sites are shared out among networks of each size, so that sizes are compared over the same
    sites; what is left over joins no network.

    Columns: ``sites`` (of a network), ``networks``; ``share_without`` and ``share_with`` (sites
    that break even in time); ``year_without`` and ``year_with`` (median year of a site from which
    it does, over those that ever do); ``critical_TYPE_without`` and ``critical_TYPE_with`` (m²,
    mean of a few networks, missing where no size does); ``cost_share`` and ``discount`` (mean, in
    the year of the last start); ``coverage`` (what the platform receives for itself over what its
    team costs, ten years from the last start on); ``platform_eur_year`` (its mean result then);
    ``companies_without`` and ``companies_with`` (a site, alive ten years after the last start).

    Parameters
    ----------
    parameters
        As for :func:`microville.network_of_sites.work_out`.
    sizes
        Numbers of sites of a network.
    sites
        Drawn sites, at least the largest size.
    seed
        Of the drawn sites.
    years
        Years of each site.

    Raises
    ------
    InputError
        If there are fewer sites than a size.
    """
    import pandas as pd

    if not sizes or min(sizes) < 1 or max(sizes) > sites:
        raise InputError(
            f"Networks of {max(sizes, default=0)} sites need as many sites, not {sites}.",
            hint="Draw more sites, or choose smaller networks.",
        )
    drawn = draw_sites(sites, parameters, seed)
    lone = {kind: critical_floor_m2(kind, parameters, years) for kind in TYPES}
    rows = []
    for count in sizes:
        networks = [
            work_out(drawn.some(start, start + count), parameters, years=years)
            for start in range(0, sites - count + 1, count)
        ]
        row: dict[str, float | None] = {"sites": count, "networks": len(networks)}
        row |= _break_evens(networks, parameters)
        for kind in TYPES:
            row[f"critical_{kind}_without"] = lone[kind]
            row[f"critical_{kind}_with"] = _critical(networks[:FEW], kind, parameters, years)
        rows.append(row | _of_platform(networks))
    return pd.DataFrame(rows)


def _break_evens(networks: list[Network], parameters: Parameters) -> dict[str, float | None]:
    limit = parameters.site_types.break_even_limit_years
    row: dict[str, float | None] = {}
    for name, tables in (
        ("without", [network.without.cash for network in networks]),
        ("with", [network.together.cash for network in networks]),
    ):
        cash = np.concatenate(tables)
        ever = break_even_year(cash)
        some = ever != NEVER
        row[f"share_{name}"] = float(breaks_even(cash, limit).mean())
        row[f"year_{name}"] = float(np.median(ever[some])) if some.any() else None
    return row


def _critical(
    networks: list[Network], kind: str, parameters: Parameters, years: int
) -> float | None:
    found = [critical_floor_m2(kind, parameters, years, network=n) for n in networks]
    known = [floor for floor in found if floor is not None]
    return float(np.mean(known)) if len(known) == len(found) else None


def _of_platform(networks: list[Network]) -> dict[str, float | None]:
    rows = [_one_platform(network) for network in networks]
    return {key: float(np.mean([row[key] for row in rows])) for key in rows[0]}


def _one_platform(network: Network) -> dict[str, float]:
    last = int(network.sites.start_year.max()) - network.context.first_year
    later = min(last + MATURE_YEARS, len(network.companies_together) - 1)
    mature = slice(last, last + MATURE_YEARS)
    own, count = network.platform, len(network.sites)
    received = (own.fees + own.companies)[mature].sum()
    return {
        "cost_share": float(network.context.cost_share[last]),
        "discount": float(network.context.discount[last]),
        "coverage": float(received / max(own.team[mature].sum(), 1)),
        "platform_eur_year": float(own.cash[mature].mean() / 100),
        "companies_without": float(network.companies_without[later]) / count,
        "companies_with": float(network.companies_together[later]) / count,
    }
