"""Development mode is for one's own machine: a server that others can reach is not begun in it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


def test_looking_leaves_nothing_open(tmp_path):
    """It is done before every answer of development mode."""
    with (tmp_path / "file").open("w"), socket.create_server(("127.0.0.1", 0)):
        before = len(list(Path("/proc/self/fd").iterdir()))
        for _ in range(3):
            listening_addresses()
        assert len(list(Path("/proc/self/fd").iterdir())) == before


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


@contextmanager
def gunicorn(address: str, port: int, *options: str, state: Path) -> Iterator[subprocess.Popen[str]]:
    """The real server in development mode; ended with what it has begun."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "evalsite.wsgi",
            "--bind",
            f"{address}:{port}",
            "--no-control-socket",
            *options,
        ],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DEVELOPMENT": "on", "STATE_DIR": str(state)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=30)


def answer_of(process: subprocess.Popen[str], port: int) -> tuple[int, str]:
    """Status and text, once the server takes connections."""
    for _ in range(600):
        with suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/verify/")
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        assert process.poll() is None, process.stderr and process.stderr.read()
        time.sleep(0.1)
    raise AssertionError("the server never answered")


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.mark.parametrize(("address", "status"), [("127.0.0.1", 200), ("0.0.0.0", 503)])
def test_a_server_that_loads_before_it_binds_answers_nobody_elsewhere(address, status, port, tmp_path):
    with gunicorn(address, port, "--preload", state=tmp_path) as process:
        found, text = answer_of(process, port)
    assert found == status, text
    assert text.startswith("DEVELOPMENT 只用于本机，不得在 0.0.0.0 上提供服务") is (status == 503)


def test_a_server_that_binds_before_it_loads_is_not_begun(port, tmp_path):
    with gunicorn("0.0.0.0", port, state=tmp_path) as process:
        _, told = process.communicate(timeout=60)
    assert process.returncode == 3, told
    assert "DEVELOPMENT 只用于本机，不得在 0.0.0.0 上提供服务" in told


@pytest.mark.parametrize("address", ["0.0.0.0:8000", "0:8000", "[::]:8000", "10.1.2.3:8000"])
def test_the_server_for_programmers_is_for_one_s_own_machine(address):
    with pytest.raises(CommandError, match="DEVELOPMENT 只用于本机"):
        call_command("runserver", address, "--noreload")
