"""Errands on Mei's phone: what is needed without whose it is, claimed, bought, put down with a photo; and what is refused."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from cockpit import needs
from cockpit.needs import NeedKind, State
from tests.data_access.needs.conftest import Home, home
from tests.data_access.needs.test_desk import rules
from tests.entrypoints.plain_doors import post, signed_in, small_app
from tests.morning import Morning

__all__ = ["home"]  # the fixture


@pytest.fixture
def app(morning: Morning) -> Flask:
    return small_app(morning.database)


@pytest.fixture
def mei(app: Flask, home: Home) -> FlaskClient:
    return signed_in(app, home.mei)


@pytest.fixture
def milk(home: Home) -> int:
    return home.asks(NeedKind.MILK)[0].id


def with_camera() -> BytesIO:
    """A photo that says who took it."""
    picture, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    Image.new("RGB", (60, 40), "teal").save(picture, "JPEG", exif=exif)
    picture.seek(0)
    return picture


def known(home: Home) -> dict[str, str]:
    with home.morning.work(home.lin) as work:
        return work.people.open(home.person, ["name", "phone", "address"])


def test_before_it_is_claimed_the_page_shows_the_building_and_nobody(mei: FlaskClient, home: Home, milk: int) -> None:
    page, person = mei.get("/field").text, known(home)
    assert 'name="need" id="place-' in page and f'value="{milk}"' in page and "Milk" in page
    for value in person.values():
        assert value not in page


def test_claimed_bought_and_put_down_with_a_photo_without_what_the_camera_wrote(
    mei: FlaskClient, home: Home, milk: int
) -> None:
    assert post(mei, "/field/needs?of=place-1", {"need": str(milk), "key": "k1"}).status_code == 303
    page, person = mei.get("/field").text, known(home)
    assert f'data-need="{milk}"' in page and person["address"] in page
    assert person["name"] not in page and person["phone"] not in page
    post(mei, f"/field/need/{milk}", {"step": "bought", "spent": "12,5", "key": "k2"})
    sent = {"step": "delivered", "key": "k3", "photo": (with_camera(), "a.jpg")}
    for _ in range(2):
        sent["photo"] = (with_camera(), "a.jpg")
        assert post(mei, f"/field/need/{milk}", sent).status_code == 303
    picture = mei.get(f"/field/need/{milk}/photo")
    assert picture.mimetype == "image/jpeg" and b"SECRET-CAMERA" not in picture.data
    (kept,) = home.all()
    assert (kept.state, kept.spent) == (State.DELIVERED, 1250)
    post(mei, f"/field/need/{milk}", {"step": "paid", "key": "k4"})
    assert "came back" in mei.get("/field").text


def test_given_back_it_is_in_the_list_of_all_again(mei: FlaskClient, home: Home, milk: int) -> None:
    home.claims(home.mei, milk)
    post(mei, f"/field/need/{milk}", {"step": "give_back", "key": "k1"})
    page = mei.get("/field").text
    assert f'data-need="{milk}"' not in page and f'value="{milk}"' in page
    assert known(home)["address"] not in page


def test_who_comes_second_reads_who_was_faster_and_the_page_is_still_there(
    mei: FlaskClient, home: Home, milk: int
) -> None:
    home.claims(home.pan, milk)
    reply = post(mei, "/field/needs", {"need": str(milk), "key": "k1"})
    with home.morning.work(home.lin) as work:
        assert reply.status_code == 409 and work.teams.name_of(home.pan.team) in reply.text


@pytest.mark.parametrize(
    "form",
    [
        {"step": "fly"}, {"step": "bought", "spent": "many"}, {"step": "bought", "spent": "-1"}, {"step": "bought"},
        {"step": "not_executable", "why": "tired"}, {"step": "not_executable"}, {},
    ],
)  # fmt: skip
def test_what_is_no_step_is_refused(mei: FlaskClient, home: Home, milk: int, form: dict[str, str]) -> None:
    home.claims(home.mei, milk)
    assert post(mei, f"/field/need/{milk}", form | {"key": "k1"}).status_code == 422
    assert home.all()[0].state is State.CLAIMED


def test_a_file_that_is_no_picture_and_two_of_them_are_refused(mei: FlaskClient, home: Home, milk: int) -> None:
    home.claims(home.mei, milk)
    for photos in ([(BytesIO(b"not a picture"), "a.jpg")], [(with_camera(), "a.jpg"), (with_camera(), "b.jpg")]):
        sent = {"step": "delivered", "key": "k1", "photo": photos}
        assert post(mei, f"/field/need/{milk}", sent).status_code == 422
    assert home.all()[0].state is State.CLAIMED


@pytest.mark.parametrize("need", ["", "x", "1" * 16, "-1"])
def test_what_is_no_number_claims_nothing(mei: FlaskClient, milk: int, need: str) -> None:
    assert post(mei, "/field/needs", {"need": need, "key": "k1"}).status_code == 404
    assert post(mei, "/field/needs", {"key": "k1"}).status_code == 422


def test_police_have_no_errands_and_another_streets_volunteers_find_nothing(app: Flask, home: Home, milk: int) -> None:
    wu, ou = signed_in(app, home.morning.people.wu), signed_in(app, home.ou)
    assert 'id="errands"' not in wu.get("/field").text
    assert post(wu, "/field/needs", {"need": str(milk), "key": "k1"}).status_code == 403
    for number in (milk, 10**9):
        assert post(ou, "/field/needs", {"need": str(number), "key": f"c{number}"}).status_code == 404
        assert post(ou, f"/field/need/{number}", {"step": "undo", "key": f"u{number}"}).status_code == 404
        assert ou.get(f"/field/need/{number}/photo").status_code == 404


def test_where_no_relay_is_set_the_community_connects_and_else_the_number_does(
    mei: FlaskClient, home: Home, milk: int
) -> None:
    home.claims(home.mei, milk)
    assert f"N-{milk:04d}" in mei.get("/field").text and "tel:" not in mei.get("/field").text
    rules(home, "relay", '{"number": "057100000000", "desk": "057111111111"}')
    page = mei.get("/field").text
    assert 'href="tel:057100000000"' in page and f"then type {milk}" in page


def test_undone_by_a_tap_within_its_time(mei: FlaskClient, home: Home, milk: int) -> None:
    home.claims(home.mei, milk)
    home.step(home.mei, needs.delivered, milk)
    post(mei, f"/field/need/{milk}", {"step": "undo", "key": "k9"})
    assert home.all()[0].state is State.CLAIMED
