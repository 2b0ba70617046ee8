"""The data subject's own door, as a phone opens it: what it shows, what it never shows, and what it says to strangers."""

import re

from cockpit import receipts
from cockpit.inventory import look_at
from cockpit.receipts import Given, in_groups
from tests.entrypoints.plain_doors import csrf_of
from tests.entrypoints.visitors import Visitor, status_of
from tests.morning import Morning

JIN = 1


def known(morning: Morning) -> dict[str, str]:
    with morning.work(morning.people.cockpit) as work:
        found: dict[str, str] = work.people.open(JIN, ["name", "phone", "number", "address"])
        return found


def test_jin_reads_what_is_kept_and_never_the_number_or_the_address(
    jin: Visitor, given: Given, morning: Morning
) -> None:
    values = known(morning)
    for lang, on_record in (("zh_CN", "有记录"), ("en", "on record")):
        answer = jin.get(f"/p/mine/{given.code}?lang={lang}")
        assert status_of(answer) == 200
        assert values["name"] in answer.text and values["phone"] in answer.text and on_record in answer.text
        assert values["number"] not in answer.text and values["address"] not in answer.text
        assert len(answer.data) + 6000 < 60_000
        assert "<script" not in answer.text


def test_the_english_page_is_english(jin: Visitor, given: Given, morning: Morning) -> None:
    page = jin.get(f"/p/mine/{given.code}?lang=en").text.replace(known(morning)["name"], "")
    assert not re.search("[\u4e00-\u9fff]", re.sub(r"<a [^>]*lang=.*?</a>|中文", "", page))


def test_who_looked_is_named_by_role_time_and_reason_and_never_by_name(
    jin: Visitor, given: Given, morning: Morning
) -> None:
    morning.do(morning.people.rosa, look_at, JIN)
    page = jin.get(f"/p/mine/{given.code}").text
    assert "信息专员" in page
    assert morning.people.rosa.name not in page and "Rosa" not in page


def test_a_paper_code_in_groups_opens_the_same_page(jin: Visitor, given: Given) -> None:
    assert status_of(jin.get(f"/p/mine/{in_groups(given.code).lower()}")) == 200
    form = jin.get("/p/mine").text
    sent = jin.client.post("/p/mine", data={"csrf_token": csrf_of(form), "code": f" {in_groups(given.code)} "})
    assert sent.status_code == 303 and sent.headers["Location"] == f"/p/mine/{given.code}"


def test_a_mistyped_code_comes_back_with_a_sentence_as_it_was_typed(jin: Visitor) -> None:
    form = jin.get("/p/mine?lang=en").text
    answer = jin.client.post("/p/mine?lang=en", data={"csrf_token": csrf_of(form), "code": "<b>12"})
    assert answer.status_code == 422 and "seven groups" in answer.text and "&lt;b&gt;12" in answer.text
    assert status_of(jin.client.post("/p/mine", data={"code": given_nobody()})) == 400  # without the form's token


def given_nobody() -> str:
    return "0" * 28


def test_every_miss_answers_the_same_byte_for_byte(jin: Visitor, given: Given, morning: Morning) -> None:
    revoked = given.code
    fresh = morning.do(morning.people.lin, receipts.give, JIN)
    with morning.database.connection() as connection:
        from sqlalchemy import text

        connection.execute(text("update receipt set until = given_at where revoked_at is null"))
    expired = fresh.code
    answers = [jin.get(f"/p/mine/{code}") for code in (revoked, expired, given_nobody(), "x", "../../etc", "%00")]
    answers += [jin.get(f"/p/mine/{code}/copy.json") for code in (revoked, given_nobody())]
    assert {status_of(one) for one in answers} == {404} and len({one.data for one in answers}) == 1


def test_the_file_says_the_same_as_the_page(jin: Visitor, given: Given, morning: Morning) -> None:
    values = known(morning)
    answer = jin.get(f"/p/mine/{given.code}/copy.json")
    assert answer.json["kept"]["name"] == values["name"] and answer.json["on_record"] == {
        "number": True,
        "address": True,
    }
    assert "attachment" in answer.headers["Content-Disposition"]
    assert values["number"] not in answer.text and values["address"] not in answer.text


def test_nobody_else_learns_the_address_of_the_page(jin: Visitor, given: Given) -> None:
    for path in (f"/p/mine/{given.code}", "/p/mine/nothing", "/p/mine", f"/p/mine/{given.code}/copy.json"):
        headers = jin.get(path).headers
        assert headers["Referrer-Policy"] == "no-referrer" and headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]


def test_a_hundred_guesses_are_held_back_and_so_is_a_hit_from_there(jin: Visitor, given: Given) -> None:
    statuses = [jin.get(f"/p/mine/{n:028d}").status_code for n in range(100)]
    assert statuses.count(404) == 60 and statuses[60:] == [429] * 40
    assert jin.get(f"/p/mine/{given.code}").status_code == 429
    elsewhere = jin.get(f"/p/mine/{given.code}", environ_base={"REMOTE_ADDR": "10.9.9.9"})
    assert elsewhere.status_code == 200
