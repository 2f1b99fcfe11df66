"""SECURITY row 24: secrets come from the environment, and production refuses to start with a bad one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {"SECRET_KEY": "k9#Vq2mZ7xT4wL8pR1nB6cY3dF5gH0jS-aQeUiOyPzXvNbMlKh", "ALLOWED_HOSTS": "assessment.example"}


def start(**environment):
    """Load the settings as a new process would; gives its exit code, last line and what the settings say."""
    shown = (
        "print(s.DEBUG, s.SESSION_COOKIE_NAME if s.HTTPS else None, s.DATABASES['default']['ENGINE'].split('.')[-1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"from django.conf import settings as s; {shown}"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "evalsite.settings"}
        | environment,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    return done.returncode, done.stdout.strip() or done.stderr.strip().rpartition("ImproperlyConfigured: ")[2]


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, "SECRET_KEY"),
        (GOOD | {"SECRET_KEY": ""}, "SECRET_KEY"),
        (GOOD | {"SECRET_KEY": GOOD["SECRET_KEY"][:49]}, "SECRET_KEY"),
        (GOOD | {"SECRET_KEY": "x" * 60}, "SECRET_KEY"),
        (GOOD | {"SECRET_KEY": "development-only-known-to-everybody-never-on-a-server"}, "SECRET_KEY"),
        (GOOD | {"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        (GOOD | {"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        (GOOD | {"DEBUG": "on"}, "DEBUG"),
        (GOOD | {"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
        ({"DEVELOPMENT": "on", "ALLOWED_HOSTS": "assessment.example"}, "DEVELOPMENT"),
    ],
)
def test_production_refuses_to_start(environment, named):
    code, said = start(**environment)

    assert code == 1
    assert said.startswith(named)
    assert GOOD["SECRET_KEY"][:10] not in said


def test_production_starts_with_good_values():
    assert start(**GOOD) == (0, "False __Host-sessionid sqlite3")


def test_development_starts_with_nothing_set_and_shows_no_debug_pages():
    assert start(DEVELOPMENT="on") == (0, "False None sqlite3")


def test_a_database_is_chosen_by_its_address():
    assert start(**GOOD, DATABASE_URL="postgres://a:b@db/site") == (0, "False __Host-sessionid postgresql")
