"""What was made of some content is kept under its hash for a while: only what has changed is made again.

What could not be made is remembered in the same way, and made anew only where somebody asks for just that.
"""

import contextlib
import pickle
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.core.cache import caches

from assessments.reports.document.model import DocumentError
from evalsite.costs import begin_costly_work, is_deliberate

_UNREADABLE = (OSError, EOFError, zlib.error, pickle.PickleError)
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class _Failure:
    fault: DocumentError
    seconds: int  # of processor time that it had


def kept(cache: str, key: str, make: Callable[[], Made], *, seconds: int) -> Made:
    """What the cache has under the key; else make it within `seconds` of processor time and keep it.

    Raises the DocumentError of an earlier time where it was a lasting one and no more time is given now, unless the
    request is a deliberate one. A cache that cannot be read or written costs the time of making and nothing else.
    """
    found = _found(cache, key)
    if isinstance(found, _Failure):
        if found.seconds >= seconds and not is_deliberate():
            raise found.fault
    elif found:
        return cast("Made", found)
    begin_costly_work()
    try:
        made = make()
    except DocumentError as fault:
        if fault.is_lasting:
            _keep(cache, key, _Failure(fault, seconds))
        raise
    _keep(cache, key, made)
    return made


def _found(cache: str, key: str) -> Any:
    with contextlib.suppress(*_UNREADABLE):
        return caches[cache].get(key)
    return None


def _keep(cache: str, key: str, made: object) -> None:
    with contextlib.suppress(OSError):
        caches[cache].set(key, made)
