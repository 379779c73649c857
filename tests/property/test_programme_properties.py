"""Whatever a programme asks for: refused with file and line, or floor and land are conserved."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microville.errors import ScenarioError
from microville.model import Microville

FLOORS = {"B01": 2400.0, "B04": 2450.0, "B12": 1600.0, "B19": 900.0}
USABLE = {"P05": 6.5 - 1.9, "P09": 4.875 - 0.2}
RICH = "[parameters.finance]\nshare_capital_cash_eur = 5e6\n[parameters.works]\nlight_months = 1\n"

part = st.fixed_dictionaries(
    {
        "building": st.sampled_from(sorted(FLOORS)),
        "use": st.sampled_from(["office", "workshop", "training", "storage"]),
        "works": st.sampled_from(["none", "light_transitional"]),
        "start": st.integers(1, 5),
        "length": st.integers(1, 4),
        "floor_area_m2": st.floats(100.0, 2500.0).map(lambda value: round(value, 1)),
    }
)
field = st.fixed_dictionaries(
    {
        "parcel": st.sampled_from(sorted(USABLE)),
        "cover": st.sampled_from(["orchard", "cereals", "grass"]),
        "start": st.integers(1, 5),
        "length": st.integers(1, 4),
        "area_ha": st.floats(0.1, 5.0).map(lambda value: round(value, 2)),
    }
)


def toml(kind, entry):
    lines = [f"[[programme.{kind}]]"]
    for key, value in entry.items():
        if key == "length":
            lines.append(f'until = "2025-{entry["start"] + value:02d}"')
        elif key == "start":
            lines.append(f'start = "2025-{value:02d}"')
        else:
            lines.append(f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}")
    return "\n".join(lines) + "\n"


def too_much(entries, name, size, room):
    """Whether more is asked of a place in some month than it has: a plain count."""
    return any(
        sum(
            e[size]
            for e in entries
            if e[name] == place and e["start"] <= month <= e["start"] + e["length"]
        )
        > has + 1e-6
        for place, has in room.items()
        for month in range(1, 13)
    )


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(part, max_size=5), st.lists(field, max_size=4))
def test_floor_and_land_are_conserved_or_refused(village, scenario, parts, fields):
    body = "".join(toml("buildings", p) for p in parts) + "".join(
        toml("parcels", f) for f in fields
    )
    wrong = too_much(parts, "building", "floor_area_m2", FLOORS) or too_much(
        fields, "parcel", "area_ha", USABLE
    )
    loaded = scenario(RICH, body)
    if wrong:
        with pytest.raises(ScenarioError, match=r"\.toml:\d+: programme\..* are used at once"):
            Microville(loaded, village, seed=1)
        return
    model = Microville(loaded, village, seed=1)
    for _ in range(10):
        # The first phases alone: people change neither floor nor land.
        model.works()
        model.leases()
        model.month += 1
        site = model.site
        assert site.total_floor_m2 == sum(FLOORS.values())
        for name, has in FLOORS.items():
            held = [
                u.area_m2
                for u in site.units
                if u.entry.building == name and u.state in ("works", "ready", "let")
            ]
            assert sum(held) <= has + 0.5
        for name, has in USABLE.items():
            active = [g.entry.area_ha for g in site.grounds if g.active and g.entry.parcel == name]
            assert sum(active) <= has + 1e-6
