"""How late the web workers' loops were between two readings of `/metrics`, from the buckets of its histogram."""

import re
from dataclasses import dataclass

from bench.running import Demo

BUCKET = re.compile(r'^cockpit_loop_late_seconds_bucket{le="([^"]+)"} (\S+)$', re.M)


@dataclass(frozen=True)
class Lag:
    """Looks by bucket: upper bound in seconds -> how many were no later than that."""

    looks: dict[float, float]

    @classmethod
    def read(cls, served: Demo) -> "Lag":
        return cls.told(served.metrics())

    @classmethod
    def told(cls, text: str) -> "Lag":
        return cls({float(bound): float(count) for bound, count in BUCKET.findall(text)})

    def since(self, before: "Lag") -> "Lag":
        return Lag({bound: count - before.looks.get(bound, 0.0) for bound, count in self.looks.items()})

    @property
    def count(self) -> int:
        return round(max(self.looks.values(), default=0.0))

    def at(self, part: float) -> float:
        """The percentile in seconds: as far into its bucket as looks in it are earlier; 0 without any look."""
        wanted, below, start = part * self.count, 0.0, 0.0
        for bound, count in sorted(self.looks.items()):
            if count >= wanted and count > below:
                return start if bound == float("inf") else start + (bound - start) * (wanted - below) / (count - below)
            below, start = count, bound
        return 0.0
