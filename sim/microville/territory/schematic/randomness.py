"""Generators of the recipe: one for each step, so that one step's draws never shift another's."""

from __future__ import annotations

import numpy as np

from microville.rng import identity


def generator(seed: int, step: str) -> np.random.Generator:
    """Return the random generator of a step of the recipe for a seed."""
    return np.random.Generator(np.random.PCG64(int(identity("schematic", step, seed))))
