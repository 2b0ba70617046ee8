"""Chance that can be repeated: one stream of draws a subject, so that a new subject shifts no other."""

from collections.abc import Sequence
from random import Random
from zlib import crc32

import numpy as np


def dice(seed: int, subject: str) -> Random:
    """Single draws. Python seeds a text by its SHA-512, the same on every machine."""
    return Random(f"{seed}/{subject}")


def stream(seed: int, subject: str) -> np.random.Generator:
    """Draws by the array."""
    return np.random.default_rng([seed, crc32(subject.encode())])


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Split `total` in whole parts as near to the weights as can be (largest remainder); the sum is exact."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
