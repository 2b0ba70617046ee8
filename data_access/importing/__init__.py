"""Files on their way into the inventory."""
