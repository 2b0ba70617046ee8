"""What happens when somebody touches the section of needs."""

from callbacks.care.needs import desk

__all__ = ["desk"]
