"""Titles of the project's scenarios, which several pages show."""

from __future__ import annotations

from functools import lru_cache

from microville.scenario import list_scenarios, load_scenario


@lru_cache(maxsize=1)
def scenario_titles() -> dict[str, tuple[str, str]]:
    """Return the French and English title of each of the project's scenarios."""
    titles = {}
    for name in list_scenarios():
        title = load_scenario(name).title
        titles[name] = (title.fr, title.en)
    return titles
