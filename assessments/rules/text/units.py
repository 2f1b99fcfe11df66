"""Units of measure as people write them: one name for each, and how many of it a written one is.

"1.1万人次" and "12000人次", "350㎡" and "500平方米", "3公里" and "2,800米" are held against each other. What is not
listed is a unit of its own, equal to nothing but itself.
"""

from dataclasses import dataclass
from fractions import Fraction

# A measure: what one of each spelling is, in the first one.
_FAMILIES: tuple[dict[str, Fraction | int], ...] = (
    {"%": 1, "‰": Fraction(1, 10)},
    {"元": 1, "角": Fraction(1, 10), "块": 1, "人民币": 1, "元人民币": 1},
    {"米": 1, "m": 1, "公里": 1000, "千米": 1000, "km": 1000, "厘米": Fraction(1, 100), "cm": Fraction(1, 100)},
    {
        "平方米": 1,
        "m2": 1,
        "平米": 1,
        "亩": Fraction(2000, 3),
        "公顷": 10_000,
        "ha": 10_000,
        "hm2": 10_000,
        "平方公里": 1_000_000,
        "平方千米": 1_000_000,
        "km2": 1_000_000,
    },
    {"立方米": 1, "m3": 1, "立方": 1},
    {
        "千克": 1,
        "公斤": 1,
        "kg": 1,
        "克": Fraction(1, 1000),
        "g": Fraction(1, 1000),
        "斤": Fraction(1, 2),
        "吨": 1000,
        "t": 1000,
    },
    {"小时": 1, "h": 1, "个小时": 1, "分钟": Fraction(1, 60)},
    {"日": 1, "天": 1},
    {"工作日": 1, "个工作日": 1},
    {"月": 1, "个月": 1},
    {"千瓦时": 1, "kwh": 1, "度": 1},
    {"升": 1, "l": 1},
)
_MEASURES = {
    spelling: (next(iter(family)), Fraction(size)) for family in _FAMILIES for spelling, size in family.items()
}
MULTIPLES = {"十万": 10**5, "百万": 10**6, "千万": 10**7, "万": 10**4, "亿": 10**8, "千": 1000}


@dataclass(frozen=True, slots=True)
class UnitOfMeasure:
    """`size` of the unit `name`: 万人次 is 10,000 of 人次."""

    name: str
    size: Fraction = Fraction(1)


def measure_of(unit: str) -> UnitOfMeasure:
    """What a unit in plain characters measures; "" is a bare number. A rate such as 元/人 keeps what stands below."""
    top, slash, below = unit.partition("/")
    measure = _single(top)
    if not slash:
        return measure
    per = _single(below)
    return UnitOfMeasure(f"{measure.name}/{per.name}", measure.size / per.size)


def _single(unit: str) -> UnitOfMeasure:
    if found := _MEASURES.get(unit.lower()):
        return UnitOfMeasure(*found)
    for word, times in MULTIPLES.items():
        if unit.startswith(word):
            rest = _single(unit.removeprefix(word))
            return UnitOfMeasure(rest.name, rest.size * times)
    return UnitOfMeasure(unit)
