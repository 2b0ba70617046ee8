"""What journeys do with a screen of the staff, whatever page it shows."""

from playwright.sync_api import APIResponse, Page, Route, expect

from tests.journeys.conftest import Running
from tests.waiting import until


def live(page: Page) -> Page:
    expect(page.locator("#shell-live")).to_have_attribute("data-state", "live")
    return page


def sign_in(page: Page, demo: Running, account: str) -> None:
    expect(page.locator("#account")).to_be_visible()
    page.fill("#account", account)
    page.fill("#password", demo.accounts[account])
    page.click("button.primary")


def sign_out(page: Page) -> None:
    page.click(".menu.me summary")
    page.click("#shell-leave")
    expect(page.locator("#account")).to_be_visible()


class HeldAnswer:
    """What the server answers to one callback waits on the line, until it is let go or lost."""

    def __init__(self, page: Page, output: str) -> None:
        self.page, self.output = page, output
        self.held: list[tuple[Route, APIResponse]] = []
        page.route("**/_dash-update-component*", self._hold)

    def _hold(self, route: Route) -> None:
        if route.request.post_data_json["output"] == self.output:
            self.held.append((route, route.fetch()))
        else:
            route.continue_()

    def wait(self) -> None:
        until(
            lambda: self.page.evaluate("() => true") and bool(self.held), within=20
        )  # routes run while Playwright does

    def let_go(self) -> None:
        route, answer = self.held.pop()
        route.fulfill(response=answer)
        self.page.unroute_all()

    def lose(self) -> None:
        self.held.pop()[0].abort()
        self.page.unroute_all()
