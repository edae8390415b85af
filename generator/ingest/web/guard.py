"""The wall before private addresses: checked on the very address about to be connected to."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})
"""Public by number, private by use: the wire server of a large cloud."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")
UNICAST = ipaddress.ip_network("2000::/3")
"""All that is given to anybody in the public net (RFC 4291, 2.4); beside it lie site-local addresses, local
translators (RFC 8215) and IPv4 addresses in disguise, some of which Python calls global."""
MARK = "is not a public address"


class PrivateAddressError(OSError):
    """A connection to an address that is not public was refused."""


def is_public(host: str) -> bool:
    """True for an address anybody may be sent to; `host` is an address in numbers."""
    address = ipaddress.ip_address(host.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or _translated(address)
        if inner is not None:
            return is_public(str(inner))
        if address not in UNICAST:
            return False
    return address.is_global and not address.is_multicast and address not in METADATA


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The address behind a NAT64 translator's well-known prefix (RFC 6052)."""
    return ipaddress.IPv4Address(address.packed[-4:]) if address in NAT64 else None


def public_socket(info: tuple[Any, ...]) -> socket.socket:
    """Make a socket for an address as `getaddrinfo` gives it.

    Raises:
        PrivateAddressError: the address is loopback, private, link-local, multicast or metadata.
    """
    family, kind, protocol, _, place = info
    if family not in {socket.AF_INET, socket.AF_INET6} or not is_public(place[0]):
        message = f"{place[0]} {MARK}"
        raise PrivateAddressError(message)
    return socket.socket(family, kind, protocol)
