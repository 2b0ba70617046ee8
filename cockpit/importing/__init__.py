"""What a file must say to come into the inventory: kinds of import, their fields, and how a cell becomes a clean value."""
