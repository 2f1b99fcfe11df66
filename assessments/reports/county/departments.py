"""Departments of one round taken together: what the documents of a county are built from.

Their papers are read one by one, each time anew, so that a county of a thousand projects never stands in memory whole.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from assessments.reports.papers.department_documents import Source
from assessments.schema.scheme import Scheme
from evalsite.terms import Term


class PaperStanding(Term):
    """How far a department's paper is, as the county counts it."""

    APPROVED = "approved", "审核通过"
    IN_REVIEW = "in_review", "审核中"
    RETURNED = "returned", "退回修改"
    PENDING = "pending", "未报送"


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of the checks when the paper was handed in."""

    code: str
    is_explained: bool
    is_exempt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentPaper:
    """One department's paper: approved, handed in, or as it stands in the draft."""

    source: Source
    standing: PaperStanding
    section: str = ""  # the bureau's section that looks after the department
    handed_in: date | None = None  # for the first time
    due: date | None = None  # the last day that held then, where it is not the round's
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """`whole` is how many departments the round has, whether they are in here or not.

    `approved_on` is the day of the last approval, where every department is approved.
    """

    name: str
    year: int
    scheme: Scheme
    due: date
    whole: int
    standings: tuple[PaperStanding, ...]
    read: Callable[[], Iterable[DepartmentPaper]]
    layouts: Mapping[str, str] = field(default_factory=dict)
    approved_on: date | None = None

    @property
    def office(self) -> str:
        return f"{self.name}财政局"

    @property
    def is_draft(self) -> bool:
        """Whether anything in it is not approved yet."""
        return any(standing is not PaperStanding.APPROVED for standing in self.standings)

    @property
    def scope(self) -> str:
        """Whose papers these are, where they are not the whole county's; else empty."""
        included = len(self.standings)
        return "" if included == self.whole else f"全县{self.whole}个部门中的{included}个部门"
