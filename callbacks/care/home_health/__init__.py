"""What happens when somebody touches a section of health at home."""

from callbacks.care.home_health import homes

__all__ = ["homes"]
