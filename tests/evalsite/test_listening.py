"""Development mode is for one's own machine: a server that others can reach is not begun in it."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from evalsite.listening import is_open_to_others, listening_addresses

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("host", "is_open"),
    [
        *(("127.0.0.1", False), ("127.1.2.3", False), ("::1", False), ("localhost", False)),
        *(("0.0.0.0", True), ("::", True), ("10.1.2.3", True), ("fe80::1", True), ("0", True), ("", True)),
        ("assessment.example", True),
    ],
)
def test_which_addresses_others_may_reach(host, is_open):
    assert is_open_to_others(host) is is_open


def test_a_socket_counts_once_it_takes_connections():
    with socket.create_server(("127.0.0.2", 0)), socket.socket() as silent:
        silent.bind(("127.0.0.3", 0))

        assert "127.0.0.2" in listening_addresses()
        assert "127.0.0.3" not in listening_addresses()


@pytest.mark.parametrize(("address", "development", "code"), [("0.0.0.0", "on", 1), ("127.0.0.1", "on", 0)])
def test_the_site_looks_at_the_sockets_of_its_server(address, development, code):
    """Also at one that a service manager has opened: gunicorn is not asked what it was told."""
    with socket.create_server((address, 0)) as listener:
        done = subprocess.run(
            [sys.executable, "-c", "import evalsite.wsgi"],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DEVELOPMENT": development},
            pass_fds=[listener.fileno()],
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == code, done.stderr
    assert ("DEVELOPMENT 只用于本机，不得在 0.0.0.0 上提供服务" in done.stderr) is bool(code)


@pytest.mark.parametrize("address", ["0.0.0.0:8000", "0:8000", "[::]:8000", "10.1.2.3:8000"])
def test_the_server_for_programmers_is_for_one_s_own_machine(address):
    with pytest.raises(CommandError, match="DEVELOPMENT 只用于本机"):
        call_command("runserver", address, "--noreload")
