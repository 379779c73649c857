"""Networks and travel times: arrays in, arrays out; no agents."""

from microville.access.isochrone import isochrones
from microville.access.kernels import NEVER
from microville.access.measures import complete, function_scores, place_score, within
from microville.access.nearest import add_facilities, at_points, closest, matrix, remove_facility
from microville.access.network import Network, build_network
from microville.access.places import Places, find_places
from microville.access.profiles import PROFILES, Profile, profile
from microville.access.travel_time import TravelTimes, travel_time

__all__ = [
    "NEVER",
    "PROFILES",
    "Network",
    "Places",
    "Profile",
    "TravelTimes",
    "add_facilities",
    "at_points",
    "build_network",
    "closest",
    "complete",
    "find_places",
    "function_scores",
    "isochrones",
    "matrix",
    "place_score",
    "profile",
    "remove_facility",
    "travel_time",
    "within",
]
