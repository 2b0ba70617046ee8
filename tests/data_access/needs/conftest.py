"""Su stays at home in the community of Mei's volunteers; Lin works there, Pan is of another team of volunteers there, Ou of one in
another street."""

from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import text

from cockpit import home_health, needs, screening
from cockpit.access import Actor
from cockpit.attachments import Form, Ready
from cockpit.home_health import Code, Report, Said
from cockpit.needs import Need, NeedKind
from cockpit.quarantine import QuarantineKind
from data_access.accounts import add_account
from tests.access.objects import Ground, falls_ill
from tests.morning import Morning
from tests.people import CHANGQING, WULIN, somebody

NOBODY = Actor(None, "public", "", "public", "")
OTHER_TEAM = """
insert into team (code, name, role, area, street, community, grid, lon, lat)
select code || :add, name || :add, role, :area, left(:area, 9), :area, :grid, lon, lat from team where id = :team returning id
"""


@dataclass
class Home:
    """`person` is Su, `episode` her quarantine, `code` that of her paper."""

    ground: Ground
    person: int
    episode: int
    code: str
    lin: Actor
    mei: Actor
    pan: Actor
    ou: Actor

    @property
    def morning(self) -> Morning:
        return self.ground.morning

    def do(self, by: Actor, use_case: Any, *args: Any, **facts: Any) -> Any:
        return self.morning.do(by, use_case, *args, **facts)

    def says(self, *kinds: NeedKind, words: str = "", key: str = "k1") -> Report:
        with self.morning.work(NOBODY) as work:
            found = home_health.knock(work, self.code, "203.0.113.7")
            assert isinstance(found, Code)
            return home_health.report(work, found, Said(36.6, words=words, needs=kinds), key)

    def asks(self, *kinds: NeedKind, words: str = "", key: str = "k1") -> list[Need]:
        self.says(*kinds, words=words, key=key)
        return sorted(self.all(), key=lambda one: one.id)

    def all(self) -> list[Need]:
        with self.morning.work(self.lin) as work:
            found: list[Need] = work.needs.of_person(self.person)
            return found

    def claims(self, by: Actor, *numbers: int) -> needs.Claimed:
        found: needs.Claimed = self.do(by, needs.claim, numbers, key=self.morning.key())
        return found

    def step(self, by: Actor, use_case: Any, *args: Any) -> Any:
        return self.do(by, use_case, *args, key=self.morning.key())

    def own(self) -> tuple[needs.OwnNeed, ...]:
        with self.morning.work(NOBODY) as work:
            return needs.own_needs(work, self.person, self.episode)


def photo() -> Ready:
    picture = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "JPEG")
    return Ready(Form.PHOTO, "image/jpeg", picture.getvalue(), None, 40, 30)


@pytest.fixture
def home(morning: Morning) -> Home:
    names = ("investigator", "officer", "clinician", "street_officer", "community", "volunteer")
    ground = Ground(morning, {name: somebody(morning.database, name) for name in names}).now()
    case = falls_ill(CHANGQING)(ground)
    episode = ground.do("investigator", screening.order_all, case, QuarantineKind.HOME)[0]
    with morning.work(ground.actors["investigator"]) as work:
        code, person = home_health.give_code(work, episode), work.people.get(episode.person)
    mei, lin = ground.actors["volunteer"], ground.actors["community"]
    with morning.database.connection() as connection:
        where = {"team": mei.team, "area": person.community, "grid": person.grid}
        connection.execute(
            text(
                "update team set area = :area, street = left(:area, 9), community = :area, grid = :grid where id = :team"
            ),
            where,
        )
        second = connection.execute(text(OTHER_TEAM), where | {"add": "二"}).scalar_one()
        far = connection.execute(
            text("select community from person where street = :street limit 1"), {"street": WULIN}
        ).scalar_one()
        third = connection.execute(text(OTHER_TEAM), where | {"add": "三", "area": far}).scalar_one()
        connection.execute(
            text("update account set area = :area where id = :id"), {"area": person.community, "id": mei.id}
        )
        for name, team, area in (("pan", second, person.community), ("ou", third, far)):
            values = {"account": name, "name": name, "role": "volunteer", "area": area, "team": team}
            add_account(connection, values | {"password_hash": "none yet"})
    others = (somebody(morning.database, name) for name in ("volunteer", "pan", "ou"))
    return Home(ground, person.id, episode.id, code, replace(lin, area=person.community), *others)
