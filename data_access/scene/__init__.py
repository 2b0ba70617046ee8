"""Teams on the scene: clocks, consents, last positions; and the shelf."""

from data_access.scene.shelf import SceneShelf
from data_access.scene.tables import position_consent, scene_clock, team_position

__all__ = ["SceneShelf", "position_consent", "scene_clock", "team_position"]
