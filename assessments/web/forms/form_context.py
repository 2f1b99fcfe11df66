"""What a section of the form stands in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assessments.schema.facts import Facts
from assessments.schema.scheme import Scheme

Data = Mapping[str, Any]  # what was posted


@dataclass(frozen=True, slots=True, kw_only=True)
class FormContext:
    """What a section stands in: all facts of the department, the year's scheme, the project, who looks at it."""

    facts: Facts
    scheme: Scheme
    project: int | None = None
    unit_names: tuple[str, ...] = ()
    read_only: bool = False
    # Names of fields whose value came from last year and that nobody has saved yet.
    prefilled: frozenset[str] = frozenset()
    # Remarks of a return, by JSON pointer.
    remarks: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    # What was typed before and cannot be read, by JSON pointer.
    unread: Mapping[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """The JSON pointer under which the section's own pointers begin."""
        return "" if self.project is None else f"/projects/{self.project}"

    def pointer(self, name: str) -> str:
        return f"{self.base}/{name.replace('-', '/')}"

    @property
    def auto_id(self) -> str:
        return "f" + self.base.replace("/", "-") + "-%s"

    @property
    def written(self) -> Mapping[str, str]:
        return self.facts.written
