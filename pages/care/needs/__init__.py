"""Needs of people at home as they are drawn, one module a part."""
