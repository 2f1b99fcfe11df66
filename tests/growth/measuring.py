"""Whether work grows no faster than what it is given, in processor time and robustly."""

import gc
import math
import signal
import time
from collections.abc import Callable
from types import FrameType

MOST = 2.5  # time(2n) ÷ time(n)
FLOOR = 0.001  # seconds: less is noise
_LONGEST = 1.0  # seconds of one run: longer is no growth to be measured but a hang
_TRIES = 6
_FAR = 3.5  # beyond, no noise explains it


class Hang(Exception):  # noqa: N818
    """One run took too long by far."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Hang


def cost(run: Callable[[str], object], text: str) -> float:
    """Seconds of processor time of one run; raises Hang."""
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, _LONGEST)
    try:
        # Not process_time: while a timer runs, the system counts that of a process in ticks of some milliseconds.
        begun = time.thread_time()
        run(text)
        return time.thread_time() - begun
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def growth(run: Callable[[str], object], text: Callable[[int], str], size: int) -> float:
    """How time grows where a text doubles, over two doublings; 0 where it is too quick to matter, or infinite.

    2 is linear, 4 quadratic. `size` is such that what is not linear can be measured at four times of it. A ratio is
    only taken of times that can be measured, so the text grows until the shorter time can. Each time is the best of
    several, without garbage collection. What is somewhat too much is measured again at a greater size: the cost of a
    start or of a cache fades there, and what is not linear only gets worse.
    """
    gc.disable()
    try:
        if cost(run, text(4 * size)) < 4 * FLOOR:
            return 0.0
        while cost(run, text(size)) < FLOOR:
            size *= 2
        ratio = _ratio(run, text(size), text(4 * size))
        is_clear = ratio <= MOST or ratio > _FAR
        return ratio if is_clear else _ratio(run, text(4 * size), text(16 * size))
    except Hang:
        return float("inf")
    finally:
        gc.enable()


def _ratio(run: Callable[[str], object], small: str, large: str) -> float:
    """The best of a few rounds; what is far too much is not measured again."""
    least_small = least_large = ratio = float("inf")
    for _ in range(_TRIES):
        least_small = min(least_small, cost(run, small))
        least_large = min(least_large, cost(run, large))
        ratio = math.sqrt(least_large / least_small)
        if ratio <= MOST or ratio > _FAR:
            break
    return ratio
