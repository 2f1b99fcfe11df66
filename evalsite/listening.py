"""At which addresses this process takes connections: development mode is for one's own machine only."""

import ipaddress
import os
import socket
from contextlib import suppress
from pathlib import Path

REFUSAL = "DEVELOPMENT 只用于本机，不得在 {} 上提供服务：请把 DEVELOPMENT 设为 off，或只监听 127.0.0.1。"


def listening_addresses() -> list[str]:
    """The addresses of all network sockets that this process listens on.

    It does not matter how they were asked for: on a command line, in a file, or by a process that hands them over.
    """
    descriptors = [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]
    found = set()
    for descriptor in descriptors:
        with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as each:
            is_of_network = each.family in {socket.AF_INET, socket.AF_INET6}
            if is_of_network and each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                found.add(each.getsockname()[0])
    return sorted(found)


def is_open_to_others(host: str) -> bool:
    """Whether somebody at another machine may reach this address or name."""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"
