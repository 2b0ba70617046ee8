"""Web Push to the letter of its standards: the worked example of RFC 8291, and a push service that opens and checks all."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from cockpit.paging import Subscription
from entrypoints.pager.vapid import CURVE, Vapid, packed, point_of, unpacked
from entrypoints.pager.webpush import LONGEST, sealed
from tests.entrypoints.push_service import Browser, claims_of

# RFC 8291, appendix A.
EXAMPLE = Subscription(
    "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "BTBZMqHH6r4Tts7J_aSIgg",
)
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
    "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
    "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
KEY = packed(bytes(range(1, 33)))


def test_the_example_of_the_standard_comes_out_to_the_byte() -> None:
    own = ec.derive_private_key(int.from_bytes(unpacked("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")), CURVE)
    salt = unpacked("DGv6ra1nlYgDCS1FRnbzlw")
    assert packed(sealed(b"When I grow up, I want to be a watermelon", EXAMPLE, salt, own)) == BODY


def test_only_the_browser_that_agreed_opens_it_and_no_two_bodies_are_alike() -> None:
    browser, other = Browser(), Browser()
    one, two = (
        sealed("新任务".encode(), browser.subscription("x")),
        sealed("新任务".encode(), browser.subscription("x")),
    )
    assert browser.opened(one) == browser.opened(two) == "新任务".encode() and one != two
    with pytest.raises(Exception, match="^$"):  # the tag does not fit
        other.opened(one)


def test_the_signature_is_for_that_service_alone_and_for_half_a_day() -> None:
    vapid = Vapid(KEY, "mailto:desk@district.example")
    header = vapid.authorization("https://push.example.net:444/send/x", 1_580_000_000)
    claims = claims_of(header, vapid.public)
    assert claims == {
        "aud": "https://push.example.net:444",
        "exp": 1_580_000_000 + 12 * 3600,
        "sub": "mailto:desk@district.example",
    }
    with pytest.raises(Exception, match="^$"):
        claims_of(header, packed(point_of(ec.generate_private_key(CURVE).public_key())))


def test_what_no_push_service_takes_is_not_made() -> None:
    with pytest.raises(ValueError, match="length"):
        sealed(b"x" * (LONGEST + 1), Browser().subscription("x"))
    assert base64.urlsafe_b64decode(KEY + "=") == bytes(range(1, 33)) and json.dumps(KEY)
