"""Places and enterprises of the inventory; how they are searched and what became of them stands in modules beside."""

from data_access.places.shelf import PlaceShelf, place_of
from data_access.places.tables import enterprise, place

__all__ = ["PlaceShelf", "enterprise", "place", "place_of"]
