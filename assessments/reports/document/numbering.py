"""Numbers of headings: given when the report is laid out, so that a part left out leaves no gap."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessments.reports.document.formatting import chinese_number
from assessments.reports.document.model import Block, Heading

DEPARTMENT_SHEET = "附件1"


def project_sheets(number: int) -> str:
    """What a sentence calls the forms of all projects; empty where there is none."""
    return "附件2" if number else ""


def project_sheet_label(index: int, number: int) -> str:
    """The label of one form of `number`, counted from 1: several share one number."""
    return "附件2" if number == 1 else f"附件2-{index}"


def transfer_sheets(number: int) -> str:
    """What a sentence calls the forms of transfer payments, behind those of `number` projects."""
    return "附件3" if number else "附件2"


def transfer_sheet_label(index: int, transfers: int, number: int) -> str:
    """The label of one form of `transfers`, counted from 1."""
    return transfer_sheets(number) if transfers == 1 else f"{transfer_sheets(number)}-{index}"


def summary_sheet_label(number: int, transfers: int) -> str:
    """The last one, behind the forms of `number` projects and of `transfers` transfer payments."""
    return f"附件{2 + bool(number) + bool(transfers)}"


@dataclass(frozen=True, slots=True)
class NumberedSection:
    title: str
    parts: "tuple[NumberedSection | Block, ...]"

    @property
    def is_empty(self) -> bool:
        return all(isinstance(part, NumberedSection) and part.is_empty for part in self.parts)


Parts = tuple[NumberedSection | Block, ...]


def lay_out(sections: Iterable[NumberedSection | Block], level: int = 1) -> Iterator[Block]:
    """Blocks in reading order, empty sections left out, headings numbered 一、（一）1.（1） (GB/T 9704—2012, 7.3.3)."""
    number = 0
    for part in sections:
        if not isinstance(part, NumberedSection):
            yield part
        elif not part.is_empty:
            number += 1
            yield Heading(level=level, mark=_mark(level, number), title=part.title)
            yield from lay_out(part.parts, level + 1)


def _mark(level: int, number: int) -> str:
    counted = chinese_number(number)
    return (f"{counted}、", f"（{counted}）", f"{number}.", f"（{number}）")[level - 1]
