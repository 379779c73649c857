"""One submodel a file; :meth:`Microville.step` calls them in order."""

from microville.model.phases.access_repair import access_repair
from microville.model.phases.businesses import businesses, make_businesses
from microville.model.phases.daily_life import daily_life
from microville.model.phases.demography import demography
from microville.model.phases.energy import energy
from microville.model.phases.food import food
from microville.model.phases.leases import leases
from microville.model.phases.ledger import ledger
from microville.model.phases.materials import materials
from microville.model.phases.mobilisation import mobilisation
from microville.model.phases.social import SocialMonth, social
from microville.model.phases.works import works

__all__ = [
    "SocialMonth",
    "access_repair",
    "businesses",
    "daily_life",
    "demography",
    "energy",
    "food",
    "leases",
    "ledger",
    "make_businesses",
    "materials",
    "mobilisation",
    "social",
    "works",
]
