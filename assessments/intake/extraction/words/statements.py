"""What a report states: one fact each with its place in the text, in groups that were written down together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assessments.intake.extraction.words.numbers import Mention
from assessments.intake.loading.document import Span
from assessments.intake.loading.normalised_text import Compact
from assessments.rules.text.stated import StatedNumber


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact. `pointer` names it as the exchange file does; `span` holds the value, `words` also what names it.

    `value` is what the facts hold (money in 元); `digits` and `unit` are as written; both are "" where it is no number.
    """

    pointer: str
    value: Any
    span: Span
    words: Span
    digits: str = ""
    unit: str = ""
    start: int = -1  # of the mention in the compact text: which number of the report this is
    name: str = ""  # the words that name a number


@dataclass(slots=True)
class Group:
    """Facts that one passage states together, so that they can be held against each other.

    `family` says what they are about: the first group of a family makes the facts, later ones are checked by
    themselves. `codes` are the checks that this passage alone can answer; `withheld` those that it cannot bear;
    `unasked` are fields for which a table has no column.
    """

    family: str
    stated: list[Stated] = field(default_factory=list)
    codes: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()
    unasked: tuple[str, ...] = ()

    def add(self, stated: Iterable[Stated]) -> None:
        known = {item.pointer for item in self.stated}
        self.stated.extend(item for item in stated if item.pointer not in known)

    def value(self, pointer: str) -> Any:
        return next((item.value for item in self.stated if item.pointer == pointer), None)


def stated_number(page: Compact, pointer: str, mention: Mention, value: Any = None) -> Stated:
    """A number with the words before it."""
    return Stated(
        pointer,
        mention.value if value is None else value,
        mention.words_span(page),
        mention.named_span(page),
        mention.digits,
        mention.unit,
        mention.start,
        mention.label,
    )


def stated_figure(item: Stated) -> StatedNumber:
    """What the checks of reports are told of a number that a field of the form holds."""
    step = Decimal(1).scaleb(-len(item.digits.partition(".")[2]))
    return StatedNumber(
        name=item.name, value=Decimal(item.value), unit=item.unit, digits=item.digits, step=step, span=item.words
    )


def stated_words(page: Compact, pointer: str, value: Any, start: int, end: int) -> Stated:
    """A fact that is no number: a name, a day, a grade, a passage."""
    span = page.span(start, end)
    return Stated(pointer, value, span, span)


def all_stated(groups: Iterable[Group]) -> Iterator[Stated]:
    return (item for group in groups for item in group.stated)
