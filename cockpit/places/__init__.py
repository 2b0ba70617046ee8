"""Places and enterprises of the inventory: what they are; how they are found, shown and corrected, a module each."""

from cockpit.places.place import Enterprise, FirmSize, Place, PlaceKind

__all__ = ["Enterprise", "FirmSize", "Place", "PlaceKind"]
