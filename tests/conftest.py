"""What every test stands on: which tests need a database, a real site in its own process, and a Chromium that tells."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.management.commands.flush import Command as Flush
from django.db import connection, connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from assessments import append_only
from assessments.processes import limited_process

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
START_SECONDS = 30
# These walk through pages, roles and files and ask nothing of the database engine that the other tests do not ask it:
# every list and page is asked for on both engines by tests/security/test_query_counts.py, every row is written by the
# tests of models, drafts and steps. They run on one engine.
ONE_ENGINE = (
    "tests/assessments/reports/",
    *(f"tests/assessments/web/test_{name}.py" for name in ("lateness", "review_papers", "tampering")),
    "tests/assessments/web/bureau/test_similarity_views.py",
    "tests/assessments/web/papers/test_downloads.py",
    "tests/assessments/web/public/",
    "tests/assessments/web/report_checks/test_views.py",
    "tests/assessments/web/sections/test_preview_views.py",
    "tests/evalsite/accounts/test_middleware.py",
    "tests/evalsite/accounts/test_passwords.py",
    *(f"tests/security/test_{name}.py" for name in ("costs", "mass_assignment", "matrix", "no_get_writes")),
    *(f"tests/security/test_{name}.py" for name in ("not_found", "two_roles", "typed_text", "who_sees")),
    "tests/test_security_addresses.py",
    "tests/walk/",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="only tests that use the database, no browser")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --only-database, keep what a second database engine can change."""
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    if config.getoption("--only-database"):
        kept = [item for item in items if _uses_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


def _uses_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "django_db_reset_sequences"}
    return (
        item.get_closest_marker("browser") is None
        and not item.nodeid.startswith(ONE_ENGINE)
        and (
            item.get_closest_marker("django_db") is not None
            or not fixtures.isdisjoint(getattr(item, "fixturenames", ()))
        )
    )


# Nothing passes or fails by how long it takes: how fast something is, benchmarks say.
hypothesis.settings.register_profile("untimed", parent=hypothesis.settings.default, deadline=None)
hypothesis.settings.load_profile("untimed")

# Workers of xdist have one parent; each is a site of its own.
limited_process._site = lambda: f"test-{os.getpid()}"


@pytest.fixture(autouse=True, scope="session")
def _history_can_be_emptied() -> Iterator[None]:
    """Let the flush after a transactional test pass the append-only triggers, and put them back."""
    flush = Flush.handle

    def handle(self: Flush, **options: Any) -> None:
        append_only.remove_triggers(connection)
        flush(self, **options)
        append_only.install_triggers(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flush, "handle", handle)
        yield


@pytest.fixture
def drawn_anew(settings: Any) -> None:
    """Nothing that was drawn is kept: for tests of the drawing itself."""
    nothing = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = {**settings.CACHES, "drawn": nothing, "pictures": nothing}


@dataclass
class LiveSite:
    """A site in a process of its own, on its own SQLite file, reached as a browser reaches it."""

    url: str
    directory: Path
    blocker: Any

    @property
    def environment(self) -> dict[str, str]:
        return site_environment(self.directory)

    def manage(self, *arguments: str) -> str:
        """Run a management command on this site's database; gives what it prints."""
        return manage(self.directory, *arguments)

    @contextmanager
    def database(self) -> Iterator[None]:
        """Inside, models read and write this site's database instead of the test database."""
        with self.blocker.unblock():
            before = connections["default"]
            own = type(before)({**before.settings_dict, "NAME": str(database_file(self.directory))}, "default")
            connections["default"] = own
            try:
                yield
            finally:
                own.close()
                connections["default"] = before

    def sign_in(self, context: BrowserContext, user: Any) -> None:
        """Give a browser context the session of `user`, without the detour through the login page."""
        with self.database():
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.url}])


def database_file(directory: Path) -> Path:
    return directory / "db.sqlite3"


def site_environment(directory: Path) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DEVELOPMENT": "on",
        "DATABASE_URL": f"sqlite:///{database_file(directory)}",
        "MEDIA_ROOT": str(directory / "media"),
    }


def manage(directory: Path, *arguments: str) -> str:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    done = subprocess.run(
        command, env=site_environment(directory), cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def migrated_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with an empty, migrated database that every live site starts from."""
    directory = tmp_path_factory.mktemp("migrated")
    manage(directory, "migrate", "--verbosity=0")
    return directory


@pytest.fixture(scope="session")
def site_process(migrated_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The one server of a run: its address and its directory."""
    directory = tmp_path_factory.mktemp("site")
    shutil.copy(database_file(migrated_site), database_file(directory))
    log = log_file(directory)
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("w") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "evalsite.wsgi", f"--bind=fd://{listener.fileno()}"),
                *("--worker-class=gthread", "--threads=4", "--no-control-socket", f"--chdir={ROOT}"),
            ],
            env=site_environment(directory),
            pass_fds=[listener.fileno()],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://localhost:{listener.getsockname()[1]}"
            _wait_until_up(url, process, log)
            yield url, directory
        finally:
            process.terminate()
            process.wait(timeout=START_SECONDS)


@pytest.fixture
def live_site(site_process: tuple[str, Path], migrated_site: Path, django_db_blocker: Any) -> Iterator[LiveSite]:
    """The server with an empty database and no files: what one test does, no other sees."""
    url, directory = site_process
    _empty(directory, migrated_site)
    log = log_file(directory)
    before = log.stat().st_size
    yield LiveSite(url, directory, django_db_blocker)
    said = log.read_bytes()[before:].decode(errors="replace")
    assert "Traceback" not in said, said


def log_file(directory: Path) -> Path:
    return directory / "server.log"


def _empty(directory: Path, migrated: Path) -> None:
    """Put the empty database into the file that the running server reads, as SQLite does: whole, under its locks."""
    with (
        closing(sqlite3.connect(database_file(migrated))) as source,
        closing(sqlite3.connect(database_file(directory), timeout=START_SECONDS)) as target,
    ):
        source.backup(target)
    shutil.rmtree(directory / "media", ignore_errors=True)


def _wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url + "/login/", timeout=START_SECONDS):
                return
        except urllib.error.HTTPError as error:
            error.close()
            break
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The site did not start:\n{log.read_text()}")


@dataclass
class BrowserFaults:
    """What a page must not do: complain in the console, break the CSP, ask another host.

    `allowed` are texts of faults that a test causes on purpose ("status of 409").
    """

    seen: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.seen.append(f"console: {message.text} ({message.location.get('url')})")

    def on_request(self, request: Request) -> None:
        if not request.url.startswith(("http://localhost:", "http://127.0.0.1:", "data:", "blob:", "about:")):
            self.seen.append(f"request: {request.url}")

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self.on_console)
        context.on("request", self.on_request)
        context.on("weberror", lambda fault: self.seen.append(f"script: {fault.error}"))

    def unexpected(self) -> list[str]:
        return [fault for fault in self.seen if not any(text in fault for text in self.allowed)]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread; Django's guard against that is about servers.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        options = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield browser
        browser.close()


@pytest.fixture
def browser_faults() -> Iterator[BrowserFaults]:
    faults = BrowserFaults()
    yield faults
    assert faults.unexpected() == []


@pytest.fixture
def new_context(chromium: Browser, live_site: LiveSite, browser_faults: BrowserFaults) -> Iterator[Any]:
    """Make browser contexts: each is a person at a computer of their own."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        defaults = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "base_url": live_site.url}
        context = chromium.new_context(**(defaults | options))
        context.set_default_timeout(10_000)
        browser_faults.watch(context)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_context: Any) -> Page:
    return new_context().new_page()


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The accessibility checker, to be evaluated in a page (the CSP forbids a script element for it)."""
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text()
