"""Work that takes much of the machine says so here before it begins; who answers the request counts it.

Whatever starts a child process or draws a document calls `begin_costly_work`. Commands and background jobs have no
meter: their number is bounded elsewhere. A request always has one (`accounts.rate_limit.CostMiddleware`), and that of a
view without a declared kind refuses, so that no view can forget to be counted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Meter(Protocol):
    is_deliberate: bool  # whether somebody has asked for just this work, and does not only look at a page
    asker: str  # whose request it is, one text for each person

    def count(self) -> None:
        """Count what is begun now, once for a request; raises where it may not be begun."""


class UndeclaredCostError(Exception):
    """A view began costly work without saying of which kind: a fault in the program."""


class Undeclared:
    """The meter of a request whose view declares no kind."""

    is_deliberate = False
    asker = ""

    def count(self) -> None:
        raise UndeclaredCostError("this view needs @costly, or must not begin such work")


_meter: ContextVar[Meter | None] = ContextVar("meter", default=None)


@contextmanager
def metered(meter: Meter) -> Iterator[None]:
    """What is begun inside is counted by this meter."""
    token = _meter.set(meter)
    try:
        yield
    finally:
        _meter.reset(token)


def count_with(meter: Meter) -> None:
    """Count by this meter until the surrounding `metered` ends."""
    _meter.set(meter)


def begin_costly_work() -> None:
    """Say so before anything costly is begun; raises what the meter of this request raises."""
    meter = _meter.get()
    if meter:
        meter.count()


def asker() -> str:
    """Whose request the work answers; empty for commands and background jobs."""
    meter = _meter.get()
    return meter.asker if meter else ""


def is_deliberate() -> bool:
    """Whether the work was asked for, so that what failed before is tried again."""
    meter = _meter.get()
    return meter is None or meter.is_deliberate
