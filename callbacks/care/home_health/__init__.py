"""What happens when somebody touches a section of health at home."""

from callbacks.care.home_health import areas, homes, one, queue

__all__ = ["areas", "homes", "one", "queue"]
