"""Which tiles a district may name for the ground of its map, and what is said of those it may not."""

import pytest

from cockpit.basemap import Basemap, read_basemap
from cockpit.coordinates import Datum

TIANDITU = "https://t0.tianditu.example/DataServer?T=vec_w&x={x}&y={y}&l={z}&tk=0a1b"


def test_no_setting_means_no_tiles() -> None:
    assert read_basemap("") is None and read_basemap("  ") is None


def test_an_address_alone_lies_in_wgs_84() -> None:
    assert read_basemap(TIANDITU) == Basemap(TIANDITU, Datum.WGS84)


def test_a_word_before_it_says_that_it_lies_in_gcj_02() -> None:
    assert read_basemap(f"gcj02 {TIANDITU}") == Basemap(TIANDITU, Datum.GCJ02)


def test_browsers_may_ask_that_server_and_no_other() -> None:
    assert Basemap(TIANDITU).origin == "https://t0.tianditu.example"
    assert Basemap("http://10.1.2.3:8080/{z}/{x}/{y}.png").origin == "http://10.1.2.3:8080"


def test_tiles_of_our_own_server_need_no_leave() -> None:
    own = read_basemap("/tiles/{z}/{x}/{y}.png")
    assert own is not None and own.origin == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://tiles.example/{z}/{x}.png", "lacks {y}"),
        ("bd09 https://tiles.example/{z}/{x}/{y}.png", "'bd09' is none of wgs84, gcj02"),
        ("tiles.example/{z}/{x}/{y}.png", "begins with https://"),
        ("ftp://tiles.example/{z}/{x}/{y}.png", "begins with https://"),
        ("//tiles.example/{z}/{x}/{y}.png", "begins with https://"),
        ("https://tiles.example;script-src */{z}/{x}/{y}.png", "is none of"),
        ("https://tiles.example;/{z}/{x}/{y}.png", "no space, quote, comma or semicolon"),
        ("https://tiles.example/';/{z}/{x}/{y}.png", "no space, quote, comma or semicolon"),
    ],
)
def test_what_cannot_be_drawn_or_would_open_the_policy_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=".*") as refusal:
        read_basemap(text)
    assert said in str(refusal.value)
