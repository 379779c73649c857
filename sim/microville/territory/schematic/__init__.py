"""The default map: facts about 51 communes around Courcy, and generated streets."""

from microville.territory.schematic.build import build_schematic, recipe_hash

__all__ = ["build_schematic", "recipe_hash"]
