"""Disturbances: what each kind hits, and how it is undone.

``closings``: facilities close; ``streets``: arcs of the networks close, and what depends on them is
repaired; ``people``: fuel and heat, person by person; ``tenant``: the site's tenant leaves;
``check``: what only a map can refuse. A shock without days or with a share of nothing is left out
before anything is drawn or written.
"""

from microville.model.shocks.check import check_shocks
from microville.model.shocks.people import struck
from microville.model.shocks.phase import Shaken, shocks

__all__ = ["Shaken", "check_shocks", "shocks", "struck"]
