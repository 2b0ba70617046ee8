"""Needs 生活需求 of people who may not go out, as errands: asked for, claimed, bought, put down at the door, thanked for."""

from cockpit.needs.ask import SAID, Origin, Said, asked, enter_need, who_may_need
from cockpit.needs.desk import (
    STATES_OF,
    ListedNeed,
    NeedList,
    OpenedNeed,
    Show,
    cancel_need,
    door_photo,
    hand_need,
    list_needs,
    note_bought,
    note_delivered,
    note_money,
    note_not_executable,
    open_need,
    put_back,
    shopping_list,
    take_on,
    undo_need,
)
from cockpit.needs.forecast import Expected, Forecast, OfArea, forecast
from cockpit.needs.money import fen_of, yuan_of
from cockpit.needs.need import (
    BROUGHT,
    IN_HAND,
    LONGEST,
    NEEDS,
    OF_DESK,
    OF_ERRAND,
    SHOP_OF,
    SHOPS,
    STATES,
    UNDONE,
    WHYS,
    Need,
    NeedKind,
    Shop,
    State,
    Step,
    Why,
)
from cockpit.needs.own import OwnNeed, own_needs, thank
from cockpit.needs.refused import AlreadyClaimed, AskedAlready, NotAtHome, NotNow, NotOne, NotServed, TooLateToUndo
from cockpit.needs.rule import Relay
from cockpit.needs.team import (
    Bundle,
    Claimed,
    Errand,
    Errands,
    OpenNeed,
    bought,
    claim,
    delivered,
    errands_of_team,
    give_back,
    not_executable,
    note_paid,
    own_photo,
    undo,
)

__all__ = [
    "BROUGHT", "IN_HAND", "LONGEST", "NEEDS", "OF_DESK", "OF_ERRAND", "SAID", "SHOPS", "SHOP_OF", "STATES", "STATES_OF", "UNDONE",
    "WHYS", "AlreadyClaimed", "AskedAlready", "Bundle", "Claimed", "Errand", "Errands", "Expected", "Forecast", "ListedNeed", "Need",
    "NeedKind", "NeedList", "NotAtHome", "NotNow", "NotOne", "NotServed", "OfArea", "OpenNeed", "OpenedNeed", "Origin", "OwnNeed",
    "Relay", "Said", "Shop", "Show", "State", "Step", "TooLateToUndo", "Why", "asked", "bought", "cancel_need", "claim", "delivered",
    "door_photo", "enter_need", "errands_of_team", "fen_of", "forecast", "give_back", "hand_need", "list_needs", "not_executable", "note_bought",
    "note_delivered", "note_money", "note_not_executable", "note_paid", "open_need", "own_needs", "own_photo", "put_back",
    "shopping_list", "take_on", "thank", "undo", "undo_need", "who_may_need", "yuan_of",
]  # fmt: skip
