"""What a check of prose reads: a whole report, or one narrative field of the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from assessments.rules.text.office import name_in_title
from assessments.rules.text.outline import OutlineHeading, OutlineSection, Span, outline, sections
from assessments.rules.text.sentences import sentences
from assessments.schema.facts import Facts
from assessments.schema.scheme import Scheme, Thresholds

Places = Mapping[str, tuple[Span, ...]]
NO_PLACES: Places = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class TextContext:
    """A text and what is known of it. Spans are offsets into `text`.

    `facts` are the figures that were read from a report (or the facts of the form around a field), `places` where
    each stands, by JSON pointer; `tables` the spans of the text that are tables, `unread` where pictures and the like
    stand, which may hold what the text does not; `is_field` says that the text is one
    field of the form, which has neither title nor signature nor outline of its own.
    """

    text: str
    facts: Facts | None = None
    places: Places = field(default_factory=lambda: NO_PLACES)
    tables: tuple[Span, ...] = ()
    unread: tuple[int, ...] = ()
    scheme: Scheme | None = None
    other_departments: tuple[str, ...] = ()
    is_field: bool = False

    @cached_property
    def headings(self) -> list[OutlineHeading]:
        return outline(self.text, self.tables)

    @cached_property
    def sections(self) -> list[OutlineSection]:
        return sections(self.text, self.headings)

    @cached_property
    def sentences(self) -> list[tuple[Span, str]]:
        return list(sentences(self.text, self.tables))

    @cached_property
    def office(self) -> str | None:
        """The name of the office: as the facts state it, else as the title has it."""
        stated = self.facts.department.name.strip() if self.facts else ""
        return stated or (None if self.is_field else name_in_title(self.text))

    @property
    def thresholds(self) -> Thresholds:
        return self.scheme.thresholds if self.scheme else Thresholds()

    def has_unread(self, start: int, end: int | None = None) -> bool:
        """Whether something that is not read stands between two places; without an end, anywhere behind the first."""
        return any(start <= at and (end is None or at <= end) for at in self.unread)

    def words(self, span: Span) -> str:
        return self.text[span[0] : span[1]]


def quoted(context: TextContext, spans: tuple[Span, ...], most: int = 3) -> str:
    """The first words meant, each once: “我委”“我办”等 5 处."""
    words = list(dict.fromkeys(context.words(span).strip() for span in spans))
    shown = "".join(f"“{word}”" for word in words[:most])
    return shown if len(spans) <= most else f"{shown}等 {len(spans)} 处"
