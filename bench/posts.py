"""What the public and the teams post while a district is measured: requests by receipt, and reports of a phone."""

import uuid
from datetime import timedelta
from itertools import count
from queue import Queue

from sqlalchemy import text

from bench.browser import Browser
from bench.running import Demo
from cockpit.receipts import Receipt
from data_access.upkeep import keeper

PHONES = ("police", "enforcement", "volunteer")
REPORTS = 25  # one post of so many is a report of a team
ASKED = (
    {"kind": "correction", "field": "phone", "value": "10001234567"},
    {"kind": "correction", "field": "name", "value": "钱塘"},
    {"kind": "deletion", "sure": "yes"},
)  # one of each may wait for its answer
HELD = timedelta(days=30)
SAID = (
    f"posts: 1 of {REPORTS} a report by a team's phone (/field/report: incident, sealed words, counters, audit, feed),"
    " all others a resident who asks for a correction or deletion by a receipt (/p/mine/CODE/ask: sealed value and words, audit, feed);"
    " the form's page was read before; every change goes to every screen"
)


class Mix:
    """`one()` posts the next thing; several threads may. As many receipts are given as the posts will need."""

    def __init__(self, served: Demo, posts: int) -> None:
        self.codes = receipts(served, -(-posts // len(ASKED)))
        self.numbers = count()
        self.phones = [Browser(served).signed_in(account) for account in PHONES]
        self.browsers: Queue[Browser] = Queue()
        self.served = served

    def one(self) -> None:
        number = next(self.numbers)
        if number % REPORTS == 0:
            phone = self.phones[number // REPORTS % len(self.phones)]
            phone.post("/field/report", kind="hazard", place=f"load {number}", key=str(uuid.uuid4()))
        else:
            self._ask(number)

    def _ask(self, number: int) -> None:
        resident = self.browsers.get()
        try:
            turn, whose = divmod(number, len(self.codes))
            resident.post(f"/p/mine/{self.codes[whose]}/ask", why=f"it is wrong, {number}", **ASKED[turn])
        finally:
            self.browsers.put(resident)

    def open(self, senders: int) -> None:
        """A browser each for so many at once; all have the form before them."""
        for _ in range(senders):
            self.browsers.put(Browser(self.served).look_for_token("/p/mine"))


def receipts(served: Demo, wanted: int) -> list[str]:
    """Codes for so many residents, or for all there are; as if each had been given one at the door."""
    with served.district() as database, database.work(keeper(database)) as work:
        people = work.connection.execute(text("select id from person order by id limit :n"), {"n": wanted}).scalars()
        until = work.at + HELD
        return [work.receipts.add(Receipt(person, work.at, until))[1] for person in people.all()]
