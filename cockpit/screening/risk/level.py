"""The level 风险等级: how soon somebody is seen to."""

from enum import IntEnum


class Level(IntEnum):
    NONE = 0
    LOW = 1  # 低风险
    MEDIUM = 2  # 中风险
    HIGH = 3  # 高风险

    @classmethod
    def rising(cls) -> tuple["Level", ...]:
        """All that need something to be reached."""
        return (cls.LOW, cls.MEDIUM, cls.HIGH)
