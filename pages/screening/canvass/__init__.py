"""Rounds of visits as they are drawn."""
