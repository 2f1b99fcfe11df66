"""At which addresses this process takes connections: development mode is for one's own machine only."""

import ipaddress
import os
import socket
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]  # as PEP 3333 has it

REFUSAL = "DEVELOPMENT 只用于本机，不得在 {} 上提供服务：请把 DEVELOPMENT 设为 off，或只监听 127.0.0.1。"


def listening_addresses() -> list[str]:
    """The addresses of all network sockets that this process listens on.

    It does not matter how they were asked for: on a command line, in a file, or by a process that hands them over.
    """
    descriptors = [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]
    found = set()
    for descriptor in descriptors:
        with suppress(OSError):  # closed in the meantime
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                found |= _listens_at(descriptor)
    return sorted(found)


def _listens_at(descriptor: int) -> set[str]:
    """The address of a socket of the network that takes connections; nothing of another."""
    with socket.socket(fileno=os.dup(descriptor)) as each:
        is_of_network = each.family in {socket.AF_INET, socket.AF_INET6}
        listens = is_of_network and each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        return {each.getsockname()[0]} if listens else set()


def is_open_to_others(host: str) -> bool:
    """Whether somebody at another machine may reach this address or name."""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def refusal() -> str:
    """Why development mode does not serve here; "" where it may."""
    outside = [address for address in listening_addresses() if is_open_to_others(address)]
    return REFUSAL.format("、".join(outside)) if outside else ""


def for_this_machine_alone(application: Application) -> Application:
    """The application of development mode, which looks at its sockets before every answer.

    A server may load it before it binds (gunicorn --preload), and bind once more while it runs.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not (why := refusal()):
            return application(environ, start_response)
        print(why, file=environ["wsgi.errors"])
        start_response("503 Service Unavailable", [("Content-Type", "text/plain; charset=utf-8")])
        return [why.encode()]

    return answer
