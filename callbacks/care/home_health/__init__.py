"""What happens when somebody touches a section of health at home."""

from callbacks.care.home_health import areas, daily, homes, one, queue

__all__ = ["areas", "daily", "homes", "one", "queue"]
