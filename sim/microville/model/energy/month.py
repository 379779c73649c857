"""What a month of energy is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from microville.model.energy.heat import HeatMonth

CARRIERS = ("electricity", "gas", "heat")
END_USES = ("heating", "hot_water", "other")


@dataclass(slots=True)
class Account:
    """Energy of some floor in a month, kWh.

    Attributes
    ----------
    carrier, end_use
        By carrier and by end use; both have the same sum.
    """

    carrier: dict[str, float] = field(default_factory=lambda: dict.fromkeys(CARRIERS, 0.0))
    end_use: dict[str, float] = field(default_factory=lambda: dict.fromkeys(END_USES, 0.0))

    @property
    def kwh(self) -> float:
        """All of it."""
        return sum(self.end_use.values())

    def add(self, other: Account) -> None:
        """Add another account."""
        for mine, more in ((self.carrier, other.carrier), (self.end_use, other.end_use)):
            for name, kwh in more.items():
                mine[name] += kwh


@dataclass(slots=True)
class EnergyMonth:
    """Energy of one month.

    Attributes
    ----------
    homes
        Dwellings of the focus area that are lived in, those of the site included.
    site
        Floor of the programme in use, on fields too, dwellings left out.
    by_use
        Energy of that floor by use, dwellings included (MWh).
    solar_mwh, own_mwh
        Solar yield of the site, and what the site uses of it.
    co2_t
        Emissions of homes and site, solar self-use deducted.
    connected_m2
        Floor in use on the heat network.
    heat
        The heat network.
    home_cents
        Bills of homes by carrier, and standing charges, cents.
    """

    homes: Account = field(default_factory=Account)
    site: Account = field(default_factory=Account)
    by_use: dict[str, float] = field(default_factory=dict)
    solar_mwh: float = 0.0
    own_mwh: float = 0.0
    co2_t: float = 0.0
    connected_m2: float = 0.0
    heat: HeatMonth = field(default_factory=HeatMonth)
    home_cents: dict[str, int] = field(default_factory=dict)

    @property
    def homes_mwh(self) -> float:
        """Final energy of homes."""
        return self.homes.kwh / 1e3

    @property
    def site_mwh(self) -> float:
        """Final energy of the site's other floor."""
        return self.site.kwh / 1e3
