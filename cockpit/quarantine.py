"""Quarantine 隔离: where somebody stays apart from others for a time."""

from enum import StrEnum


class QuarantineKind(StrEnum):
    HOME = "home"  # 居家隔离
    INSTITUTIONAL = "institutional"  # 集中隔离
    HOSPITAL = "hospital"  # 住院隔离
    OTHER = "other"
