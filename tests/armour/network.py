"""No test leaves the machine: only loopback and unix sockets may be reached."""

import ipaddress
import socket
from typing import Any

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo


class OutsideNetworkForbidden(AssertionError):
    """A test tried to reach another machine."""


def forbid_outside() -> None:
    """Guard every socket of this process for the rest of its life."""
    socket.socket.connect = _guarded_connect  # type: ignore[method-assign, assignment]
    socket.socket.connect_ex = _guarded_connect_ex  # type: ignore[method-assign, assignment]
    socket.getaddrinfo = _guarded_getaddrinfo


def _guarded_connect(self: socket.socket, address: Any) -> None:
    _require_inside(self.family, address)
    _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> int:
    _require_inside(self.family, address)
    return _connect_ex(self, address)


def _guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
    if host and not _is_inside(host):
        raise OutsideNetworkForbidden(f"A test asked for the address of {host}.")
    return _getaddrinfo(host, *args, **kwargs)


def _require_inside(family: int, address: Any) -> None:
    if family in {socket.AF_INET, socket.AF_INET6} and not _is_inside(address[0]):
        raise OutsideNetworkForbidden(f"A test tried to reach {address}.")


def _is_inside(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return False
