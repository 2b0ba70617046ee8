"""The teams' phone on the scene without network: photos, signs of life, tasks and calls wait in one queue, help in none."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, Playwright, expect

from cockpit import incidents
from cockpit.attachments import of_incident
from cockpit.incidents import Answer, Incident
from tests.data_access.test_pictures import photo
from tests.entrypoints.plain_doors import csrf_of, signed_in, small_app, token_of
from tests.journeys.test_field import give_feedback
from tests.journeys.test_offline import LEFT_BEHIND, NOTHING, Phone, a_phone, installed
from tests.morning import Morning

pytestmark = pytest.mark.many  # the phone's requests and its stream come at once
PICTURE = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}


@pytest.fixture
def app(morning: Morning) -> Flask:
    return small_app(morning.database)


@pytest.fixture
def phone(playwright: Playwright, app: Flask, morning: Morning) -> Iterator[Phone]:
    """Wu's phone, signed in."""
    with a_phone(playwright, app) as one:
        one.open("")
        one.sign_in(token_of(morning.database, morning.people.wu))
        yield one


@pytest.fixture
def there(morning: Morning) -> Incident:
    """Wu's team is on the spot, and the desk has asked for one thing more."""
    wu = morning.people.wu
    sent = morning.send(morning.report(), wu.team or 0)
    morning.do(morning.people.rosa, incidents.add_task, sent.id, "keep_order", 30, key="a task", team=wu.team)
    return morning.answer(wu, sent, Answer.ON_SCENE)


def offline(phone: Phone) -> Page:
    page = installed(phone)
    assert phone.context
    phone.context.set_offline(True)
    return page


def online(phone: Phone) -> None:
    assert phone.context
    phone.context.set_offline(False)


def events(morning: Morning, incident: Incident) -> list[str]:
    with morning.work(morning.people.rosa) as work:
        return [one.event for one in work.timeline("incident", incident.id)]


def unsent(page: Page, count: int) -> None:
    expect(page.locator("#unsent li")).to_have_count(count)


def choose_photo(page: Page) -> None:
    page.locator("article input[name=photo]").set_input_files(PICTURE)


def call_support(page: Page) -> None:
    page.locator("details.support summary").tap()
    page.locator("details.support label[for$=-volunteer]").tap()
    page.locator("details.support label[for$=-too_many]").tap()
    page.locator("details.support button").tap()


def test_all_that_is_tapped_on_the_scene_outlives_a_kill_and_comes_in_order(
    phone: Phone, morning: Morning, there: Incident
) -> None:
    page = offline(phone)
    choose_photo(page)
    unsent(page, 1)
    expect(page.locator(".files-said").first).to_contain_text("Kept on this phone")
    page.get_by_role("button", name="All well").tap()
    unsent(page, 2)
    page.locator("form.task button").tap()
    unsent(page, 3)
    expect(page.locator("form.task button")).to_be_disabled()  # it waits already
    call_support(page)
    unsent(page, 4)
    give_feedback(page)
    unsent(page, 5)
    phone.kill()

    page = phone.open(offline=True)
    unsent(page, 5)
    expect(page.locator("form.task button")).to_be_disabled()
    assert events(morning, there)[-1] == "on_scene"
    online(phone)
    expect(page.get_by_text("No jobs, on duty")).to_be_visible()
    expect(page.locator("#unsent")).to_be_hidden()
    after = [one for one in events(morning, there) if one in ("attached", "task_done", "support_called", "resolved")]
    assert after == ["attached", "task_done", "support_called", "resolved"]
    (one,) = morning.do(morning.people.rosa, of_incident, there.id)
    assert (one.form, one.team) == ("photo", morning.people.wu.team)


def test_a_photo_that_is_on_its_way_for_long_holds_no_step_up(
    phone: Phone, app: Flask, morning: Morning, there: Incident
) -> None:
    page = installed(phone)
    held: list[object] = []
    page.route("**/attachments", lambda route: held.append(route))
    choose_photo(page)
    expect(page.locator(".files-said").first).to_contain_text("On its way")
    expect(page.locator("article .step.resolved button.primary")).to_be_enabled()
    give_feedback(page)
    expect(page.locator("article .kept")).to_contain_text("Send feedback")
    assert events(morning, there)[-1] == "on_scene"


def test_a_call_for_help_says_plainly_that_it_is_not_out_and_overtakes_all_others(
    phone: Phone, morning: Morning, there: Incident
) -> None:
    page = offline(phone)
    choose_photo(page)
    unsent(page, 1)
    page.locator(".call summary").tap()
    page.get_by_role("button", name="Call for help now").tap()
    expect(page.locator("#calling")).to_contain_text("NOT reached the desk yet")
    expect(page.locator("#calling")).to_be_in_viewport()
    phone.kill()
    page = phone.open(offline=True)
    expect(page.locator("#calling")).to_contain_text("NOT reached the desk yet")
    page.route("**/attachments", lambda route: route.abort())  # the line is too weak for a photo
    online(phone)
    expect(page.locator(".helped")).to_contain_text("Your call for help is at the desk")
    expect(page.locator("#calling")).to_be_hidden()
    unsent(page, 1)
    with morning.work(morning.people.rosa) as work:
        assert [one.kind for one in work.incidents.open_in("330103")].count("help") == 1


def test_a_call_for_help_goes_past_a_photo_that_is_on_its_way(phone: Phone, morning: Morning, there: Incident) -> None:
    page = installed(phone)
    page.route("**/attachments", lambda route: None)  # nobody answers
    choose_photo(page)
    expect(page.locator(".files-said").first).to_contain_text("On its way")
    page.locator(".call summary").tap()
    page.get_by_role("button", name="Call for help now").tap()
    expect(page.locator(".helped")).to_contain_text("Your call for help is at the desk")


def test_a_photo_handed_over_sealed_is_released_to_the_incident(
    phone: Phone, app: Flask, morning: Morning, there: Incident
) -> None:
    page = offline(phone)
    choose_photo(page)
    unsent(page, 1)
    page.get_by_role("button", name="Sign out").tap()
    page.get_by_role("button", name="Hand over sealed").tap()
    expect(page.locator("#net")).to_contain_text("Nothing of yours is left on this phone")
    online(phone)
    page.wait_for_url("**/sign-in**")
    assert page.evaluate(LEFT_BEHIND) == NOTHING
    gu = signed_in(app, morning.people.gu)
    waiting = gu.get("/field/sealed").text
    assert f"{there.code} Photos" in waiting
    gu.post(f"/field/sealed/{morning.people.wu.id}", data={"csrf_token": csrf_of(waiting)})
    (one,) = morning.do(morning.people.rosa, of_incident, there.id)
    assert one.team == morning.people.wu.team


def test_too_many_photos_are_said_at_once_and_none_is_kept(phone: Phone, there: Incident) -> None:
    page = offline(phone)
    page.locator("article input[name=photo]").set_input_files([PICTURE] * 4)
    expect(page.locator(".files-said").first).to_contain_text("At most 3 photos")
    expect(page.locator("#unsent")).to_be_hidden()


def test_one_worker_brings_what_wakes_the_phone_along(phone: Phone) -> None:
    page = installed(phone)
    scopes = page.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => new URL(one.scope).pathname))"
    )
    assert scopes == ["/field"]
    assert 'importScripts("/assets/push.worker.js")' in page.request.get("/field/sw.js").text()
