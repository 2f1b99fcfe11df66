"""Words that are stored, with the labels that people read; and the roles of the finance bureau."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A stored value with the Chinese label that people read."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:  # the default: Term(value) looks a member up
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs for a model or form field. A callable, so that a new label needs no migration."""
        return [(member.value, member.label) for member in cls]


class BureauRole(Term):
    """What a person does in the finance bureau."""

    SECTION_REVIEWER = "section_reviewer", "业务股室审核人"
    PERFORMANCE_REVIEWER = "performance_reviewer", "绩效股审核人"
    ADMINISTRATOR = "administrator", "系统管理员"
