"""Persons, households and who lives where: tables, the shelf, and the tokens by which persons are found."""

from data_access.people.bulk import Bulk
from data_access.people.shelf import PeopleShelf
from data_access.people.tables import household, person, person_key, person_token, residence
from data_access.people.tokens import Tokens

__all__ = ["Bulk", "PeopleShelf", "Tokens", "household", "person", "person_key", "person_token", "residence"]
