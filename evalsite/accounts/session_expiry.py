"""How long a session lives: SESSION_IDLE after the last thing its person did, SESSION_LIFETIME after the sign-in."""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest

SIGNED_IN = "signed_in_at"  # seconds since the epoch
LAST_SEEN = "last_seen_at"
WRITE_EVERY = 10  # seconds; a session row is not written for every click


@receiver(user_logged_in)
def begin(request: HttpRequest, **_: Any) -> None:
    now = time.time()
    request.session[SIGNED_IN] = request.session[LAST_SEEN] = now


def seconds_left(session: SessionBase, now: float) -> int:
    """Whole seconds until the session ends; 0 or less when it has ended or does not say when it began."""
    idle_until = session.get(LAST_SEEN, 0) + settings.SESSION_IDLE.total_seconds()
    ends_at = session.get(SIGNED_IN, 0) + settings.SESSION_LIFETIME.total_seconds()
    return int(min(idle_until, ends_at) - now)


def touch(session: SessionBase, now: float, *, write_every: int = WRITE_EVERY) -> None:
    """The person is here: the idle time begins again."""
    if now - session.get(LAST_SEEN, 0) >= write_every:
        session[LAST_SEEN] = now
