"""What was made of some content is kept under its hash for a while: only what has changed is made again."""

import contextlib
import pickle
import zlib
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches

_UNREADABLE = (OSError, EOFError, zlib.error, pickle.PickleError)
Made = TypeVar("Made")


def kept(cache: str, key: str, make: Callable[[], Made]) -> Made:
    """What the cache has under the key; else make it and keep it.

    A cache that cannot be read or written costs the time of making and nothing else.
    """
    with contextlib.suppress(*_UNREADABLE):
        if found := caches[cache].get(key):
            return found
    made = make()
    with contextlib.suppress(OSError):
        caches[cache].set(key, made)
    return made
