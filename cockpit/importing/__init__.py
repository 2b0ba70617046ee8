"""Files on their way into the inventory: what may come, and what becomes of it."""
