"""Times of one process on one machine: medians, ratios of them, and how fast a cost grows."""

import math
import statistics
import time
from collections.abc import Callable, Mapping


def seconds(work: Callable[[], object], *, times: int = 5) -> float:
    """The median of several runs, after one that warms up."""
    work()
    return statistics.median(once(work) for _ in range(times))


def by_turns(*works: Callable[[], object], times: int = 5) -> list[float]:
    """The median of each work, run in turn after one round that warms up: what slows the machine slows all of them."""
    for work in works:
        work()
    rounds = [[once(work) for work in works] for _ in range(times)]
    return [statistics.median(costs) for costs in zip(*rounds, strict=True)]


def once(work: Callable[[], object]) -> float:
    """Seconds of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def exponent(costs: Mapping[int, float]) -> float:
    """The slope of cost over size, both as logarithms, by least squares: 1 is linear growth."""
    points = [(math.log(size), math.log(cost)) for size, cost in costs.items()]
    mean_x, mean_y = (statistics.fmean(axis) for axis in zip(*points, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread


def show_ratio(name: str, cost: float, base: float, most: float) -> None:
    """One line: a cost, what part of the base it is, and the part that it may be."""
    verdict = "ok" if cost <= most * base else "OVER"
    print(f"  {name:<44} {cost * 1000:10.1f} ms   {cost / base:6.3f} of the base, at most {most:g}   {verdict}")


def show_most(name: str, value: float, unit: str, most: float) -> None:
    """One line: a size, and the size that it may have."""
    print(f"  {name:<44} {value:10.1f} {unit}, at most {most:g}   {'ok' if value <= most else 'OVER'}")


def show_curve(name: str, unit: str, costs: Mapping[int, float], most: float = 1.1) -> None:
    """The cost at each size, and the exponent of its growth."""
    for size, cost in costs.items():
        print(f"  {name:<30} {size:>7} {unit:<5} {cost * 1000:10.1f} ms   {cost / size * 1e6:8.1f} µs each")
    growth = exponent(costs)
    print(f"  {name:<30} grows with exponent {growth:.2f}, at most {most:g}   {'ok' if growth <= most else 'OVER'}")
