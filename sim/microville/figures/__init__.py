"""Results as figures, maps and a report that a mayor can read."""

from microville.figures.access_maps import isochrone_map, study_map
from microville.figures.charts import (
    cooperative_chart,
    energy_chart,
    food_chart,
    people_chart,
    served_chart,
    site_chart,
)
from microville.figures.gains_chart import gains_chart
from microville.figures.gains_map import gains_map
from microville.figures.maps import access_before_after, access_map, change_map
from microville.figures.report import write_report
from microville.figures.results import Results, Spread
from microville.figures.style import save_png
from microville.figures.words import Words, load_words

__all__ = [
    "Results",
    "Spread",
    "Words",
    "access_before_after",
    "access_map",
    "change_map",
    "cooperative_chart",
    "energy_chart",
    "food_chart",
    "gains_chart",
    "gains_map",
    "isochrone_map",
    "load_words",
    "people_chart",
    "save_png",
    "served_chart",
    "site_chart",
    "study_map",
    "write_report",
]
