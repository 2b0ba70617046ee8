"""Psychological care as it is drawn, one module a section."""
