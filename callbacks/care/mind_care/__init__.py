"""What happens when somebody touches a section of psychological care."""

from callbacks.care.mind_care import mind, mindfigures

__all__ = ["mind", "mindfigures"]
