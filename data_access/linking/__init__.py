"""Records of one person: pairs that were found, merges, and the runs that find them."""

from data_access.linking.shelf import LinkShelf
from data_access.linking.tables import link_run, person_merge, person_pair

__all__ = ["LinkShelf", "link_run", "person_merge", "person_pair"]
