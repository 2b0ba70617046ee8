"""Measurements beside a stated peer in the same run: `python -m bench [NAME...] [--full]`."""
