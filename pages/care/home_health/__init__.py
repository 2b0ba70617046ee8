"""Health at home as it is drawn, one module a section."""
