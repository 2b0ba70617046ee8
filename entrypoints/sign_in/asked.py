"""What one sign-in by the district's own service is bound to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """What one sign-in is bound to; kept in the browser that began it, signed by us."""

    state: str
    nonce: str
    verifier: str
