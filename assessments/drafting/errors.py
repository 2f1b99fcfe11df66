"""Why a save was refused, in words and with what is needed to show both sides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from assessments.schema.sections import SectionData


class Refused(Exception):  # noqa: N818 - it is an answer
    """The person may not do this now; `reason` is Chinese and says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class InvalidSection(Exception):  # noqa: N818
    """The rows cannot stand so; `errors` are (place within the section, message)."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__("；".join(message for _, message in errors))
        self.errors = errors


@dataclass
class StaleSection(Exception):  # noqa: N818
    """Somebody saved this section in between. Nothing was written; this is what stands there now."""

    current: SectionData
    version: int
    saved_at: datetime | None
    saved_by: str
    unread: Mapping[str, str] = field(default_factory=dict)  # what stands there unread, by JSON pointer

    def __post_init__(self) -> None:
        super().__init__("此部分已被他人保存")
