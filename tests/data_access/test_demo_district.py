"""The synthetic district holds what the real one is known to hold, and nobody who lives."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import shapely
from shapely import Polygon

from cockpit.areas import Area, Level, Spot, holds
from cockpit.credit_codes import check_character
from cockpit.papers import made_up, read_resident
from cockpit.people import Household, Tenure, tidy_phone
from cockpit.places import Place, PlaceKind
from cockpit.teams import Team, TeamRole
from data_access import pinyin
from data_access.demo import district, facts, readings
from data_access.demo.district import District
from data_access.demo.draws import shares
from data_access.demo.households import DRAWN_ON, Resident, households
from data_access.demo.shapes import make_areas, plane_polygon
from data_access.demo.teams import make_shifts

SHANGHAI = ZoneInfo("Asia/Shanghai")
SCALE = 0.02
MORNING = datetime(2020, 2, 1, 7, 20, tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
def demo() -> District:
    return district.make(SCALE, seed=1)


@pytest.fixture(scope="module")
def other_seed() -> District:
    return district.make(SCALE, seed=2)


@pytest.fixture(scope="module")
def morning(demo: District) -> readings.History:
    return readings.history(np.random.default_rng(1), [place.id for place in demo.counted], MORNING)


def all_areas(demo: District) -> list[Area]:
    return [demo.areas.district, *demo.areas.streets, *demo.areas.communities, *demo.areas.grids]


def people_of(demo: District) -> Iterator[tuple[Household, list[Resident]]]:
    return (pair for home in demo.homes for pair in households(home, demo.seed))


def spots(demo: District) -> list[Spot]:
    return [thing.spot for things in (demo.places, demo.enterprises, demo.teams) for thing in things]


# Chance


def test_the_same_seed_makes_the_same_district_and_people(demo: District) -> None:
    again = district.make(SCALE, seed=1)

    assert again == demo
    assert list(people_of(again)) == list(people_of(demo))


def test_another_seed_makes_another_district(demo: District, other_seed: District) -> None:
    assert other_seed.areas.grids != demo.areas.grids
    assert other_seed.places != demo.places
    assert other_seed.enterprises != demo.enterprises
    assert list(people_of(other_seed)) != list(people_of(demo))


def test_scale_changes_residents_and_nothing_else(demo: District) -> None:
    small = district.make(0.001, seed=1)

    assert sum(len(residents) for _, residents in people_of(small)) == 500
    assert (small.areas, small.places, small.enterprises) == (demo.areas, demo.places, demo.enterprises)
    assert (small.teams, small.members, small.shifts) == (demo.teams, demo.members, demo.shifts)


def test_shares_add_up() -> None:
    assert shares(10, [1, 1, 1]) == [4, 3, 3]
    assert shares(0, [1, 2]) == [0, 0]
    assert sum(shares(259, [3.7, 9.1, 0.2])) == 259


# Areas


def test_the_district_has_8_streets_75_communities_and_282_grids(demo: District) -> None:
    assert (len(demo.areas.streets), len(demo.areas.communities), len(demo.areas.grids)) == (8, 75, 282)


def test_changqing_has_6_communities_and_23_grids(demo: District) -> None:
    grids = [grid for grid in demo.areas.grids if grid.code.startswith(facts.CHANGQING)]

    assert sum(area.code.startswith(facts.CHANGQING) for area in demo.areas.communities) == 6
    assert [grid.name for grid in grids] == [f"长庆-{number:02}" for number in range(1, 24)]


def test_codes_nest_and_are_unique(demo: District) -> None:
    codes = {area.code for area in all_areas(demo)}

    assert len(codes) == 1 + 8 + 75 + 282
    for area in all_areas(demo):
        assert area.parent == (area.code[:-3] if area.level is not Level.DISTRICT else None)
        assert area.parent in codes | {None}


def test_known_names_are_where_they_belong(demo: District) -> None:
    named = {area.name: area.code for area in all_areas(demo)}

    assert named["长庆街道"] == facts.CHANGQING
    assert named["稻香园社区"].startswith("330103006")
    assert named["京都苑社区"].startswith(facts.WENHUI)
    assert named["竹竿巷社区"].startswith("330103002")


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("level", ["streets", "communities", "grids"])
def test_each_level_covers_the_outline_without_overlap(level: str, seed: int) -> None:
    areas = make_areas(seed)
    whole = plane_polygon(areas.district.outline)
    pieces = [plane_polygon(area.outline) for area in getattr(areas, level)]

    covered = shapely.union_all(pieces)
    assert shapely.symmetric_difference(covered, whole).area / whole.area < 0.005
    assert abs(sum(piece.area for piece in pieces) - covered.area) / whole.area < 0.001


def test_children_lie_inside_their_parent(demo: District) -> None:
    shapes = {area.code: plane_polygon(area.outline) for area in all_areas(demo)}

    for area in all_areas(demo)[1:]:
        assert shapes[area.code].difference(shapes[area.parent or ""]).area < 0.001 * shapes[area.code].area


def test_rings_are_closed_simple_counter_clockwise_and_rounded(demo: District) -> None:
    for area in all_areas(demo):
        shape = Polygon(area.outline)
        assert area.outline[0] == area.outline[-1]
        assert all(before != after for before, after in pairwise(area.outline))
        assert shape.is_valid
        assert shape.exterior.is_ccw
        assert all(round(number, 6) == number for point in area.outline for number in point)


def test_every_area_holds_its_own_centre(demo: District) -> None:
    assert all(holds(area.outline, area.lon, area.lat) for area in all_areas(demo))


# Places


def test_every_place_firm_and_team_stands_inside_its_grid_community_and_street(demo: District) -> None:
    outlines = {area.code: area.outline for area in all_areas(demo)}

    for spot in set(spots(demo)):
        assert (spot.street, spot.community) == (spot.grid[:9], spot.grid[:12])
        for code in (spot.grid, spot.community, spot.street):
            assert holds(outlines[code], spot.lon, spot.lat)


def test_four_watched_pharmacies_lie_in_four_grids_of_changqing(demo: District, other_seed: District) -> None:
    for made in (demo, other_seed):
        assert tuple(place.name for place in made.watched) == facts.WATCHED
        assert len({place.spot.grid for place in made.watched}) == 4
        assert {place.spot.street for place in made.watched} == {facts.CHANGQING}
        assert made.counted[:4] == made.watched


def test_inventory_counts(demo: District) -> None:
    kinds = Counter(place.kind for place in demo.places)
    sites = Counter(place.spot.street for place in demo.places if place.kind is PlaceKind.SITE)

    assert len(demo.counted) == 31
    assert kinds[PlaceKind.PHARMACY] == 151
    assert sites[facts.WENHUI] == 18
    assert kinds[PlaceKind.SITE] == 19, "杭州中心 was still being built"
    assert kinds[PlaceKind.HEALTH_CENTRE] == 8
    assert set(kinds) == set(PlaceKind)
    assert {place.name for place in demo.places if place.kind is PlaceKind.COMPLEX} == {
        "武林银泰",
        "杭州大厦",
        "国大城市广场",
        "西湖文化广场",
    }


def test_every_community_has_compounds_and_jingduyuan_lies_in_wenhui(demo: District) -> None:
    compounds = [place for place in demo.places if place.kind is PlaceKind.COMPOUND]
    per_community = Counter(place.spot.community for place in compounds)

    assert len(per_community) == 75
    assert min(per_community.values()) >= 3
    assert [place.spot.street for place in compounds if place.name == "京都苑"] == [facts.WENHUI]


def test_place_codes_follow_their_ids_and_names_are_not_repeated(demo: District) -> None:
    assert [place.code for place in demo.places] == [f"P-{place.id:05}" for place in demo.places]
    assert len({place.name for place in demo.places}) == len(demo.places)


def test_sort_keys_read_the_names_of_the_district_right() -> None:
    assert pinyin.sort_key("长庆-03") == "changqing-03"
    assert pinyin.sort_key("长青苑社区") == "changqingyuanshequ"
    assert pinyin.sort_key("朝晖街道") == "zhaohuijiedao"


# Enterprises


def test_enterprises(demo: District) -> None:
    doors = {place.id: place for place in demo.places}

    assert len(demo.enterprises) == 9_806
    assert sum(firm.staff for firm in demo.enterprises) > 130_000
    assert min(firm.staff for firm in demo.enterprises) >= 1
    assert len({firm.name for firm in demo.enterprises}) == 9_806
    assert {firm.trade for firm in demo.enterprises} <= set("ABCDEFGHIJKLMNOPQRST")
    for firm in demo.enterprises:
        door = doors[firm.place_id or 0]
        assert door.kind in {PlaceKind.BUILDING, PlaceKind.COMPLEX, PlaceKind.PARK}
        assert door.spot == firm.spot


def test_credit_codes_are_right_and_belong_to_nowhere(demo: District) -> None:
    codes = [firm.credit_code for firm in demo.enterprises]

    assert len(set(codes)) == len(codes)
    assert all(code[2:8] == "999999" for code in codes)
    assert all(satisfies_gb_32100(code) for code in codes)


def test_the_check_character_catches_a_typing_error(demo: District) -> None:
    code = demo.enterprises[0].credit_code

    assert check_character(code[:17]) == code[17]
    assert not satisfies_gb_32100(code[:9] + ("0" if code[9] != "0" else "1") + code[10:])


def satisfies_gb_32100(code: str) -> bool:
    """The standard's own way to say it: the sum with powers of 3, check character included, is divisible by 31."""
    values = ["0123456789ABCDEFGHJKLMNPQRTUWXY".index(letter) for letter in code]
    return len(code) == 18 and sum(value * 3**place for place, value in enumerate(values[:17])) % 31 == -values[17] % 31


def test_fast_sort_keys_of_firms_agree_with_the_dictionary(demo: District) -> None:
    for firm in demo.enterprises[::50]:
        assert pinyin.sort_key_by_characters(firm.name) == pinyin.sort_key(firm.name), firm.name


# People


def test_residents_and_households(demo: District) -> None:
    found = list(people_of(demo))
    residents = [resident for _, own in found for resident in own]
    changqing = [(home, own) for home, own in found if home.spot.street == facts.CHANGQING]

    assert len(residents) == 10_000
    assert sum(len(own) for _, own in changqing) == round(50_412 * SCALE)
    assert sum(home.tenure is Tenure.RENTED for home, _ in changqing) == round(4_231 * SCALE)
    assert len(residents) / len(found) == pytest.approx(2.6, abs=0.1)


def test_ids_of_households_and_residents_count_from_one(demo: District) -> None:
    found = list(people_of(demo))
    residents = [resident for _, own in found for resident in own]

    assert [home.id for home, _ in found] == list(range(1, len(found) + 1))
    assert [resident.id for resident in residents] == list(range(1, len(residents) + 1))
    assert all(resident.household_id == home.id for home, own in found for resident in own)


def test_nobody_is_born_in_the_future_or_moves_in_before_birth(demo: District) -> None:
    for _, own in people_of(demo):
        for resident in own:
            assert date(1900, 1, 1) < resident.born <= resident.since <= date(2020, 1, 24)


def test_every_household_has_an_adult_and_a_door_of_its_own(demo: District) -> None:
    doors = Counter((home.place_id, home.door) for home, _ in people_of(demo))

    assert max(doors.values()) == 1
    assert all(own[0].born < date(2002, 1, 24) for _, own in people_of(demo))


def test_identity_numbers_are_right_and_belong_to_nobody(demo: District) -> None:
    residents = [one for _, own in people_of(demo) for one in own]
    papers = [read_resident(one.number, DRAWN_ON) for one in residents]

    assert len({paper.number for paper in papers}) == len(residents)
    assert [paper.born for paper in papers] == [one.born for one in residents]
    assert all(paper.number.startswith("999") and made_up("number", paper.number) for paper in papers)


def test_phones_are_nobodys_and_children_have_none(demo: District) -> None:
    residents = [one for _, own in people_of(demo) for one in own]
    phones = [one.phone for one in residents if one.phone]

    assert len(set(phones)) == len(phones)
    assert all(phone == tidy_phone(phone) and made_up("phone", phone) for phone in phones)
    assert {bool(one.phone) for one in residents if one.born.year >= 2010} == {False}
    assert {bool(one.phone) for one in residents if one.born.year < 2010} == {True}


# Teams


def test_teams(demo: District) -> None:
    roles = Counter(team.role for team in demo.teams)
    by_name = {team.name: team for team in demo.teams}

    assert roles == {TeamRole.POLICE: 282, TeamRole.ENFORCEMENT: 32, TeamRole.VOLUNTEER: 75}
    assert by_name["长庆-03 网格民警"].role is TeamRole.POLICE
    assert by_name["长庆中队一组"].area == facts.CHANGQING
    assert len(by_name["武林大妈·新华坊站"].area) == 12
    assert len({team.code for team in demo.teams}) == len(demo.teams)
    assert all(team.spot.within(team.area) for team in demo.teams)


def test_every_watched_pharmacy_has_a_team_of_each_kind(demo: District) -> None:
    for place in demo.watched:
        serving = {team.role for team in demo.teams if place.spot.within(team.area)}
        assert serving == set(TeamRole)


def test_members_are_two_to_eight_different_people(demo: District) -> None:
    members = Counter(team_id for team_id, _ in demo.members)

    assert {team.id: team.members for team in demo.teams} == members
    assert set(members.values()) <= set(range(2, 9))
    assert len(set(demo.members)) == len(demo.members)


def on_duty(demo: District, teams: list[Team], at: datetime) -> list[Team]:
    on = {shift.team_id for shift in demo.shifts if shift.covers(at)}
    return [team for team in teams if team.id in on]


def local_instants() -> Iterator[datetime]:
    """The edges of each watch and of each day, and the minutes before them."""
    for day in (date(2020, 1, 25), date(2020, 2, 1), date(2020, 2, 29), date(2020, 3, 31)):
        for clock in (time(0), time(7), time(15), time(23), time(23, 59)):
            yield datetime.combine(day, clock, SHANGHAI)
        for clock in (time(6, 59), time(14, 59), time(22, 59)):
            yield datetime.combine(day, clock, SHANGHAI)


def test_two_enforcement_groups_of_each_street_are_on_duty_at_any_instant(demo: District) -> None:
    squads = [team for team in demo.teams if team.role is TeamRole.ENFORCEMENT]

    for at in local_instants():
        assert Counter(team.area for team in on_duty(demo, squads, at)) == {
            street.code: 2 for street in demo.areas.streets
        }


def test_watches_follow_each_other_without_a_gap_and_no_group_stands_two_in_a_row(demo: District) -> None:
    first_squad = [team for team in demo.teams if team.area == facts.CHANGQING]
    starts = {team.name: [shift.starts for shift in demo.shifts if shift.team_id == team.id] for team in first_squad}
    all_starts = sorted({start for own in starts.values() for start in own})

    assert all_starts[0].astimezone(SHANGHAI) == datetime(2020, 1, 24, 23, tzinfo=SHANGHAI)
    assert all_starts[-1].astimezone(SHANGHAI) == datetime(2020, 3, 31, 23, tzinfo=SHANGHAI)
    assert {later - earlier for earlier, later in pairwise(all_starts)} == {timedelta(hours=8)}
    assert all(later - earlier == timedelta(hours=16) for own in starts.values() for earlier, later in pairwise(own))


def test_police_are_on_duty_all_day_and_volunteers_from_6_to_22(demo: District) -> None:
    police = [team for team in demo.teams if team.role is TeamRole.POLICE]
    volunteers = [team for team in demo.teams if team.role is TeamRole.VOLUNTEER]

    assert all(len(on_duty(demo, police, at)) == 282 for at in local_instants())
    assert len(on_duty(demo, volunteers, datetime(2020, 2, 1, 6, 0, tzinfo=SHANGHAI))) == 75
    assert on_duty(demo, volunteers, datetime(2020, 2, 1, 5, 59, tzinfo=SHANGHAI)) == []
    assert on_duty(demo, volunteers, datetime(2020, 2, 1, 22, 0, tzinfo=SHANGHAI)) == []


def test_duty_can_be_planned_for_other_days(demo: District) -> None:
    shifts = make_shifts(demo.teams, date(2026, 5, 1), date(2026, 5, 2))
    police = [shift for shift in shifts if shift.team_id == 1]

    assert [shift.starts.astimezone(SHANGHAI).date() for shift in police] == [date(2026, 5, 1), date(2026, 5, 2)]


# Readings


def slots_of(place: Place, told: readings.History) -> list[readings.Slot]:
    return [slot for slot in told.slots if slot.place_id == place.id]


def test_history_is_four_weeks_of_slots_up_to_the_running_one(demo: District, morning: readings.History) -> None:
    slots = slots_of(demo.watched[0], morning)

    assert len(morning.slots) == 31 * (28 * 96 + 1)
    assert slots[0].starts.astimezone(SHANGHAI) == datetime(2020, 1, 4, 7, 15, tzinfo=SHANGHAI)
    assert slots[-1].starts.astimezone(SHANGHAI) == datetime(2020, 2, 1, 7, 15, tzinfo=SHANGHAI)
    assert {later.starts - earlier.starts for earlier, later in pairwise(slots)} == {timedelta(minutes=15)}
    assert {slot.n for slot in slots[:-1]} == {30}
    assert slots[-1].n == 11, "07:15:00 to 07:20:00"
    assert all(0 <= slot.peak <= slot.total <= slot.n * slot.peak for slot in morning.slots)


def test_raw_readings_are_the_last_hour_and_agree_with_the_slots(demo: District, morning: readings.History) -> None:
    place = demo.watched[0]
    own = [reading for reading in morning.readings if reading.place_id == place.id]

    assert len(own) == 120
    assert own[-1].at == MORNING.astimezone(UTC)
    for slot in slots_of(place, morning)[-4:]:
        inside = [reading.people for reading in own if slot.starts <= reading.at < slot.starts + timedelta(minutes=15)]
        assert (len(inside), sum(inside), max(inside)) == (slot.n, slot.total, slot.peak)


def test_usual_counts_at_half_past_seven_are_4_to_7_at_the_watched(demo: District, morning: readings.History) -> None:
    for place in demo.watched:
        means = [slot.total / slot.n for slot in slots_of(place, morning) if is_half_past(slot.starts)]
        assert len(means) == 28
        assert 4 <= np.median(means) <= 7
        assert np.ptp(means) > 0.5, "days differ"


def is_half_past(starts: datetime) -> bool:
    return starts.astimezone(SHANGHAI).time() == time(7, 30)


def test_a_usual_reading_follows_the_hour() -> None:
    rng = np.random.default_rng(7)
    at_night = [readings.usual(0, datetime(2020, 2, 3, 3, 0), rng) for _ in range(300)]
    at_ten = [readings.usual(0, datetime(2020, 2, 3, 10, 0), rng) for _ in range(300)]

    assert set(at_night) <= {0, 1, 2}
    assert np.mean(at_night) < 0.5
    assert 9 < np.mean(at_ten) < 12


def test_weekends_differ_from_weekdays_and_watched_doors_are_the_busiest() -> None:
    friday, saturday = datetime(2020, 1, 31, 9, 0), datetime(2020, 2, 1, 9, 0)

    assert readings.expected(0, friday) != readings.expected(0, saturday)
    assert min(map(readings.busyness, range(4))) > max(map(readings.busyness, range(4, 31)))
