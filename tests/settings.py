"""The site's own settings in development mode, with what makes tests quick and strict; the database is a real one."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from types import FrameType

os.environ.setdefault("DEVELOPMENT", "on")
os.environ.setdefault("TMPDIR", gettempdir())  # test files are no state of a site

from evalsite.settings import *  # noqa: F403
from evalsite.settings import BASE_DIR, CACHES, DATABASES, INSTALLED_APPS, TEMPLATES


class UndefinedVariableError(Exception):
    """One of our own templates names a variable that its view does not give."""


class _RefuseUndefined(str):
    """Stands for an undefined variable and raises when one of our templates shows it (third-party ones may)."""

    __slots__ = ()

    def __mod__(self, variable: object) -> str:
        frame: FrameType | None = sys._getframe()  # the node that is being drawn is only known to the stack
        origin = None
        while origin is None and frame is not None:
            origin = getattr(frame.f_locals.get("self"), "origin", None)
            frame = frame.f_back
        name = getattr(origin, "name", "")
        if Path(name).is_relative_to(BASE_DIR / "templates"):
            raise UndefinedVariableError(f"{variable} in {name}")
        return ""


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = _RefuseUndefined("%s")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# What one test has drawn need not be drawn for another: the key is all that the drawing is made from. The processes of
# a run share the folder through their environment; tests of drawing itself take `drawn_anew`.
if "KEPT_DRAWINGS" not in os.environ:
    _drawings = TemporaryDirectory(prefix="kept-drawings-")
    os.environ["KEPT_DRAWINGS"] = _drawings.name
for kept in ("drawn", "pictures"):
    CACHES[kept] |= {"LOCATION": Path(os.environ["KEPT_DRAWINGS"]) / kept, "OPTIONS": {"MAX_ENTRIES": 10_000}}
AXES_ENABLED = False  # tests of the lockout switch it on
INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as on a real site: a database in memory has other locks, and races are tested.
    # One for each process, so that two runs at a time do not meet.
    _directory = TemporaryDirectory(prefix="test-database-")
    DATABASES["default"]["TEST"] = {"NAME": Path(_directory.name) / "test.sqlite3"}
