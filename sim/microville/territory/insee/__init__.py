"""Official INSEE files that a user has, read into the layers of a territory."""

from microville.territory.insee.bpe import with_bpe
from microville.territory.insee.grid import with_population_grid

__all__ = ["with_bpe", "with_population_grid"]
