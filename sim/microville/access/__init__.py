"""Networks and travel times: arrays in, arrays out; no agents."""

from microville.access.around import count_reached, nodes_reached
from microville.access.between import matrix, reachable
from microville.access.decay import (
    Exponential,
    Gaussian,
    Linear,
    Logistic,
    Power,
    Step,
    Stepped,
)
from microville.access.floating_catchment import floating_catchment_area, supply_ratios
from microville.access.inequality import (
    TheilDecomposition,
    gini_index,
    palma_ratio,
    theil_decomposition,
    theil_t,
)
from microville.access.isochrone import isochrones
from microville.access.labels import Labels
from microville.access.measures import (
    complete,
    complete_functions,
    function_scores,
    known_essentials,
    place_score,
    within,
)
from microville.access.nearest import at_points, closest, closest_by_category, closest_times
from microville.access.network import Network, build_network
from microville.access.opportunities import cost_to_closest, cumulative_cutoff, gravity
from microville.access.paths import Paths, shortest_paths
from microville.access.places import Places, find_places
from microville.access.profiles import PROFILES, Profile, profile
from microville.access.reach import Reach
from microville.access.searches import NEVER
from microville.access.study import access_study
from microville.access.supply import known_services, unknown_categories
from microville.access.travel_time import TravelTimes, travel_time

__all__ = [
    "NEVER",
    "PROFILES",
    "Exponential",
    "Gaussian",
    "Labels",
    "Linear",
    "Logistic",
    "Network",
    "Paths",
    "Places",
    "Power",
    "Profile",
    "Reach",
    "Step",
    "Stepped",
    "TheilDecomposition",
    "TravelTimes",
    "access_study",
    "at_points",
    "build_network",
    "closest",
    "closest_by_category",
    "closest_times",
    "complete",
    "complete_functions",
    "cost_to_closest",
    "count_reached",
    "cumulative_cutoff",
    "find_places",
    "floating_catchment_area",
    "function_scores",
    "gini_index",
    "gravity",
    "isochrones",
    "known_essentials",
    "known_services",
    "matrix",
    "nodes_reached",
    "palma_ratio",
    "place_score",
    "profile",
    "reachable",
    "shortest_paths",
    "supply_ratios",
    "theil_decomposition",
    "theil_t",
    "travel_time",
    "unknown_categories",
    "within",
]
