"""完成期限 as offices write it: a day, the end of a month, quarter or half year, 立行立改, 长期坚持.

The words are kept; what they mean is a day, by which such rows are ordered. A full date has one spelling, ISO 8601.
"""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

LONGEST = 60  # characters
AT_ONCE, ONGOING = date.min, date.max  # stand for the two deadlines that are no day

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"[T ]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.0+)?)?")
_SINGLE = "一二两三四五六七八九十"
_NUMBER = "[0-9]{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九半]"
_FULL = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|\.([0-9]{1,2})\.([0-9]{1,2})"
    r"|年([0-9]{1,2})月([0-9]{1,2})[日号]|([0-9]{2})([0-9]{2}))"
)
_BEFORE = "于|在|至|到|截至|截止到?|限于?|拟于?|计划|预计|力争|争取|确保|按|从现在起|自?发现之日起|收到通知后?"
_AFTER = (
    "之?前|以前|之内|以内|内|为止|止|截止|期间|时|并|且|后|按[期时]|全部|全面|基本"
    "|予以|完成|整改|落实|办结|到位|结束|完毕|销号|整治"
)
_OPENING = re.compile(f"(?:{_BEFORE})+")
_ENDING = re.compile(f"(?:{_AFTER})+")
_PERIOD = re.compile(
    r"(?:(?P<year>[0-9]{4})(?:年度?|[./-](?=[0-9]))|(?P<short>[0-9]{2})年度?|(?P<said>今年|本年度?|当年|明年|次年|下一?年度?|来年))?"
    rf"(?:(?P<month>{_NUMBER})(?:月份?|(?=$))(?:(?P<day>{_NUMBER})[日号]|(?P<third>上旬|中旬|下旬|初|中|底|末|月底)?)"
    rf"|第?(?P<quarter>[一二三四1-4])季度?[底末]?|(?P<half>上|下)半年[底末]?|(?P<end>年?[底末中初]|全?年)?)"
)
_SPAN = re.compile(rf"(?P<count>{_NUMBER})个?(?P<unit>年|月|周|星期|季度|工作日|天|日)(?:半)?")
_IN_ONE_GO = re.compile(
    "立行立改|立查立改|立[改整]立[改整]|即[知查行]即改|边[查学]边改|立即|即刻|马上|当即|当日|即时|即日起?|尽快|及时|现场"
)
_LASTING = re.compile(
    "(?:长期|持续|常态化?|一直|始终|不断|经常|随时|日常|每[天日周月季年]度?|每季|坚持|永久|长效)(?:化)?"
)
_MORE = re.compile(
    "坚持|执行|推进|整改|落实|实施|开展|加强|保持|改进|进行|管理|有效|机制|工作|完善|巩固|抓好|抓|到位|完成|化|地"
)
_DONE = re.compile("已(?:经|全部|基本)?(?:按[期时])?(?:完成|整改|办结|落实|到位|销号)+")
_THIRDS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}
_YEARS_ON = {"明年": 1, "次年": 1, "下年": 1, "下一年": 1, "下年度": 1, "下一年度": 1, "来年": 1}
_PARTS = re.compile("[，,、；;。/]|并且?|同时|和|及")


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: `text` is an ISO date for a full day, else the words as they were written."""

    text: str

    @classmethod
    def on(cls, day: date) -> Self:
        return cls(day.isoformat())

    @property
    def shown(self) -> str:
        """As a paper shows it: 2024年3月31日, or the words."""
        day = _iso(self.text)
        return f"{day.year}年{day.month}月{day.day}日" if day else self.text

    def day(self, since: date) -> date:
        """The last day that is meant, in a paper written on `since`; AT_ONCE or ONGOING where no day is."""
        return _iso(self.text) or _meaning(self.text, since) or ONGOING


class DueError(ValueError):
    """A text that names no time. Its message is Chinese and meant for the person who typed it."""


def read_due(text: str) -> Due | None:
    """A deadline as people type it; None where nothing is written. Raises DueError."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        return None
    if len(plain) > LONGEST:
        raise DueError(f"最多 {LONGEST} 个字，现有 {len(plain)} 个字。")
    if match := _FULL.fullmatch(_CLOCK.sub("", plain).replace(" ", "")):
        return Due.on(_existing(plain, *(int(part) for part in match.groups() if part is not None)))
    if _meaning(plain, date(2000, 1, 1)) is None:
        raise DueError("看不出完成期限，请填写日期，或如“2024年6月底前”“立行立改”“长期坚持”。")
    return Due(" ".join(text.split()))


def last_day(days: Iterator[date]) -> date | None:
    """The latest of those that are days."""
    return max((day for day in days if day not in {AT_ONCE, ONGOING}), default=None)


def _existing(plain: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DueError(f"没有“{plain[:20]}”这一天，请核对。") from error


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        return None


def _meaning(text: str, since: date) -> date | None:
    """A day if any part names one, else 长期, else 立行立改; None where some part names no time."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    whole = _part(plain, since)
    if whole:
        return whole
    days = [_part(part, since) for part in _PARTS.split(plain) if part]
    if not days or None in days:
        return None
    said = {day for day in days if day}
    return last_day(iter(said)) or max(said)


def _part(text: str, since: date) -> date | None:
    return _words(text) or _range(text, since) or _moment(text, since)


def _words(text: str) -> date | None:
    for pattern, meaning in ((_LASTING, ONGOING), (_IN_ONE_GO, AT_ONCE), (_DONE, AT_ONCE)):
        rest = pattern.sub("", text)
        if rest != text and not _ENDING.sub("", _MORE.sub("", pattern.sub("", rest))):
            return meaning
    return None


def _range(text: str, since: date) -> date | None:
    """The end of "2024年3月至6月": what it leaves out stands in its beginning."""
    begin, dash, end = re.sub(
        "(?<![~—–至到-])[~—–至到-]++(?=[0-9一二两三四五六七八九十今明次下])", "~", text
    ).rpartition("~")
    first = _moment(begin, since) if dash else None
    return _moment(end, first) if first else None


def _moment(text: str, since: date) -> date | None:
    bare = _OPENING.sub("", text, count=1) if _OPENING.match(text) else text
    if end := _ENDING.search(bare):
        bare = bare[: end.start()] if _ENDING.fullmatch(bare, end.start()) else bare
    if match := _FULL.fullmatch(bare):
        return _day(*(int(part) for part in match.groups() if part is not None))
    if (match := _SPAN.fullmatch(bare)) and bare != text:
        return _after(match["count"], match["unit"], since)
    match = _PERIOD.fullmatch(bare)
    return _end_of(match.groupdict(), since) if match and bare else None


def _after(count: str, unit: str, since: date) -> date | None:
    if count == "半":
        return since + timedelta(days={"年": 182, "月": 15}.get(unit, 1))
    number = _count(count)
    days = {"年": 365, "季度": 91, "月": 30, "周": 7, "星期": 7}.get(unit, 1)
    return since + timedelta(days=number * days)


def _end_of(said: dict[str, str | None], since: date) -> date | None:
    """The last day of a period. Without a year it is the first such day that the paper does not lie behind."""
    year, month, day = _year(said, since), *_month_and_day(said)
    if year is not None:
        return _day(year, month, day)
    this_year = _day(since.year, month, day)
    return this_year if this_year is None or this_year >= since else _day(since.year + 1, month, day)


def _year(said: dict[str, str | None], since: date) -> int | None:
    if said["year"]:
        return int(said["year"])
    if said["short"]:
        return 2000 + int(said["short"])
    return since.year + _YEARS_ON.get(said["said"], 0) if said["said"] else None


def _month_and_day(said: dict[str, str | None]) -> tuple[int, int | None]:
    """Month and day; no day for the end of the month."""
    if said["month"]:
        return _count(said["month"]), _count(said["day"]) if said["day"] else _THIRDS.get(said["third"] or "")
    if said["quarter"]:
        return _count(said["quarter"]) * 3, None
    if said["half"]:
        return (6 if said["half"] == "上" else 12), None
    end = (said["end"] or "").removeprefix("年")
    return {"中": 6, "初": 3}.get(end, 12), None


def _day(year: int, month: int, day: int | None) -> date | None:
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:
        return None


def _count(text: str) -> int:
    """Arabic digits, or Chinese up to 九十九."""
    if text.isdigit():
        return int(text)
    tens, ten, units = text.rpartition("十")
    digits = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)} | {"两": 2, "": 0}
    return (digits[tens] or 1) * 10 + digits[units] if ten else digits[units]
