"""What works need and free, by square metre."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share


class Materials(Group):
    """Materials of works, and how much of what is freed can serve again."""

    new_build_t_m2: float = param(
        1.2,
        unit="t/m2",
        description="Materials that a new building needs.",
        source="bfmtv.com, tertiary buildings; high: collective housing "
        "(lebatimentartisanal.com), 1.6",
        year=2019,
        low=1.19,
        high=1.6,
        ge=0.0,
        le=50.0,
        label_fr="Matériaux d'une construction neuve",
    )
    deep_renovation_t_m2: float = param(
        0.02,
        unit="t/m2",
        description="Materials that a deep renovation needs.",
        source="lebatimentartisanal.com, low-energy renovation of collective housing, derived",
        year=2019,
        low=0.02,
        high=0.1,
        ge=0.0,
        le=50.0,
        label_fr="Matériaux d'une rénovation profonde",
    )
    light_t_m2: float = param(
        0.005,
        unit="t/m2",
        description="Materials that light works need.",
        low=0.001,
        high=0.02,
        ge=0.0,
        le=50.0,
        kind="assumption",
        label_fr="Matériaux de travaux légers",
    )
    demolition_freed_t_m2: float = param(
        1.2,
        unit="t/m2",
        description="Materials that a demolition frees: what a building weighs.",
        low=0.8,
        high=1.6,
        ge=0.0,
        le=50.0,
        kind="assumption",
        label_fr="Matériaux libérés par une démolition",
    )
    deep_freed_t_m2: float = param(
        0.05,
        unit="t/m2",
        description="Materials that a deep renovation frees: windows, partitions, ceilings, old "
        "services.",
        low=0.02,
        high=0.15,
        ge=0.0,
        le=50.0,
        kind="assumption",
        label_fr="Matériaux libérés par une rénovation profonde",
    )
    light_freed_t_m2: float = param(
        0.003,
        unit="t/m2",
        description="Materials that light works free.",
        low=0.001,
        high=0.01,
        ge=0.0,
        le=50.0,
        kind="assumption",
        label_fr="Matériaux libérés par des travaux légers",
    )
    unsealing_freed_t_m2: float = param(
        0.45,
        unit="t/m2",
        description="Asphalt and gravel that unsealing frees.",
        low=0.25,
        high=0.7,
        ge=0.0,
        le=50.0,
        kind="assumption",
        label_fr="Matériaux libérés par la désimperméabilisation",
    )
    reusable_mineral_share: float = share(
        0.05,
        description="Share of freed concrete, brick and stone that can serve again.",
        low=0.01,
        high=0.3,
        label_fr="Réemployable : minéral",
    )
    reusable_wood_share: float = share(
        0.35,
        description="Share of freed timber that can serve again.",
        low=0.1,
        high=0.6,
        label_fr="Réemployable : bois",
    )
    reusable_metal_share: float = share(
        0.3,
        description="Share of freed metal that can serve again as it is.",
        low=0.1,
        high=0.6,
        label_fr="Réemployable : métal",
    )
    reusable_insulation_share: float = share(
        0.1,
        description="Share of freed insulation that can serve again.",
        low=0.0,
        high=0.3,
        label_fr="Réemployable : isolants",
    )
    reusable_fittings_share: float = share(
        0.4,
        description="Share of freed doors, radiators, basins, lamps that can serve again.",
        low=0.15,
        high=0.7,
        label_fr="Réemployable : équipements",
    )
    accepted_share: float = share(
        0.3,
        description="Most that reused materials may be of what works need: insurers and "
        "standards set it.",
        low=0.1,
        high=0.6,
        label_fr="Part maximale de réemploi dans un besoin",
    )
    direct_share: float = share(
        0.1,
        description="Share of freed materials for which works of the same month are found "
        "without a reuse platform.",
        source="low: 1 % of building materials are reused in France (lemoniteur.fr, 2022)",
        low=0.0,
        high=0.3,
        label_fr="Réemploi trouvé sans plateforme",
    )
    store_t_m2: float = param(
        0.4,
        unit="t/m2",
        description="Materials that a square metre of a reuse platform can hold.",
        low=0.2,
        high=0.8,
        ge=0.0,
        le=50.0,
        kind="assumption",
        label_fr="Capacité de stockage de la plateforme",
    )
    members_kg_job_month: float = param(
        15.0,
        unit="kg/job/month",
        description="Reused materials that a job in the workshops of the site can take.",
        low=0.0,
        high=50.0,
        ge=0.0,
        le=10000.0,
        kind="assumption",
        label_fr="Matériaux repris par les ateliers membres",
    )
