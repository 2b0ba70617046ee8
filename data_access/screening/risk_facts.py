"""What other subjects know of people that says something about their risk.

Each of these is answered here as soon as its subject keeps it: whoever builds one puts its query in the place of the empty
answer, and all that reckons, explains and previews follows. `since` is the first day of the district that still counts.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy.engine import Connection

from cockpit.screening.risk.facts import Purchase, Stay, Symptom, Visit


class RiskFactsShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def stays(self, persons: Collection[int], since: date) -> Mapping[int, Sequence[Stay]]:
        """In key regions: nobody keeps them yet."""
        return {}

    def symptoms(self, persons: Collection[int], since: date) -> Mapping[int, Sequence[Symptom]]:
        """As people reported them: nobody keeps them yet."""
        return {}

    def visits(self, persons: Collection[int], since: date) -> Mapping[int, Sequence[Visit]]:
        """To fever clinics: nobody keeps them yet."""
        return {}

    def purchases(self, persons: Collection[int], since: date) -> Mapping[int, Sequence[Purchase]]:
        """Of watched drugs: nobody keeps them yet."""
        return {}

    def anybody(self, since: date) -> Collection[int]:
        """Of whom any of it is known, whether or not a case exposed them."""
        return ()
