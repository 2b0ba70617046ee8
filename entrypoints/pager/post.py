"""One POST to an address that somebody typed: no redirect, no proxy, and no address inside the house unless a setting allows it.

The name is looked up once, and the connection goes to what was looked at: whoever changes its name's meaning in between
changes nothing.
"""

import http.client
import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from time import monotonic
from urllib.parse import urlsplit

from cockpit.paging import Said

PATIENCE = 5.0  # seconds, of each step and of the whole answer
LONGEST_ANSWER = 64 * 1024

Network = IPv4Network | IPv6Network


class NotHanded(Exception):
    """Why a gateway did not take it."""

    def __init__(self, said: Said) -> None:
        super().__init__(said.value)
        self.said = said


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


@dataclass(frozen=True)
class Inside:
    """The addresses inside that may be reached all the same: networks, each with a port or all of them (0)."""

    allowed: Sequence[tuple[Network, int]] = ()

    @classmethod
    def of(cls, setting: str) -> "Inside":
        """`10.1.2.0/24, 127.0.0.1:9000`; ValueError for what is no address."""
        found = []
        for part in setting.replace(",", " ").split():
            net, colon, port = part.rpartition(":") if part.count(":") == 1 else (part, "", "0")
            if not port.isdecimal():
                raise ValueError(f"{part!r} is no address, network or address with a port")
            found.append((ip_network(net, strict=False), int(port) if colon else 0))
        return cls(tuple(found))

    def lets(self, address: str, port: int) -> bool:
        """Whether one may connect there: to the world outside always."""
        one = ip_address(address.partition("%")[0])
        mapped = getattr(one, "ipv4_mapped", None) or one
        if mapped.is_global and not mapped.is_multicast:
            return True
        return any(mapped.version == net.version and mapped in net and only in (0, port) for net, only in self.allowed)


def post(url: str, body: bytes, headers: Mapping[str, str], inside: Inside) -> Answer:
    """Raises NotHanded where nothing came back that is an answer."""
    parts = urlsplit(url)
    host, tls = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if tls else 80)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    try:
        connection.sock = connected(host, port, tls, inside)
        connection.request("POST", path, body, dict(headers))
        return _read(connection.getresponse())
    except NotHanded:
        raise
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotHanded(Said.NO_ANSWER) from error
    finally:
        connection.close()


def connected(host: str, port: int, tls: bool, inside: Inside) -> socket.socket:
    """To the first of its addresses that answers; one that lies inside refuses the name as a whole."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(inside.lets(one, port) for one in found):
        raise NotHanded(Said.INSIDE)
    last: OSError | None = None
    for address in found:
        try:
            plain = socket.create_connection((address, port), PATIENCE)
        except OSError as error:
            last = error
            continue
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host) if tls else plain
    raise last or OSError("no address")


def _read(response: http.client.HTTPResponse) -> Answer:
    """The whole answer, if it is short and comes in time."""
    end, pieces, size = monotonic() + PATIENCE, [], 0
    while piece := response.read1(8192):
        pieces.append(piece)
        size += len(piece)
        if size > LONGEST_ANSWER:
            raise NotHanded(Said.NONSENSE)
        if monotonic() > end:
            raise NotHanded(Said.NO_ANSWER)
    if 300 <= response.status < 400:
        raise NotHanded(Said.REDIRECT)
    return Answer(response.status, b"".join(pieces))
