"""What is there: streets, services, buildings, the site, and the people's census facts."""

from microville.territory.categories import FUNCTIONS, Category, categories
from microville.territory.store import (
    content_hash,
    list_territories,
    load_territory,
    save_territory,
)
from microville.territory.territory import Option, Territory, TerritoryInfo

__all__ = [
    "FUNCTIONS",
    "Category",
    "Option",
    "Territory",
    "TerritoryInfo",
    "categories",
    "content_hash",
    "list_territories",
    "load_territory",
    "save_territory",
]
