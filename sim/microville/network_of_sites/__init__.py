"""The network of microvilles: a platform and its sites, as arithmetic on columns.

Another country's legal frame is out of scope.
"""

from microville.network_of_sites.break_even import (
    NEVER,
    break_even_year,
    breaks_even,
    critical_floor_m2,
)
from microville.network_of_sites.cash import SiteCash, site_cash
from microville.network_of_sites.context import Context, alone, discount_of, learned
from microville.network_of_sites.curve import SIZES, curve, sites_table
from microville.network_of_sites.network import YEARS, Network, PlatformCash, by_year, work_out
from microville.network_of_sites.partners import PARTNERS, SERVICES, Partner
from microville.network_of_sites.sites import (
    LABELS,
    TYPES,
    Sites,
    draw_sites,
    make_sites,
    read_sites,
)

__all__ = [
    "LABELS",
    "NEVER",
    "PARTNERS",
    "SERVICES",
    "SIZES",
    "TYPES",
    "YEARS",
    "Context",
    "Network",
    "Partner",
    "PlatformCash",
    "SiteCash",
    "Sites",
    "alone",
    "break_even_year",
    "breaks_even",
    "by_year",
    "critical_floor_m2",
    "curve",
    "discount_of",
    "draw_sites",
    "learned",
    "make_sites",
    "read_sites",
    "site_cash",
    "sites_table",
    "work_out",
]
