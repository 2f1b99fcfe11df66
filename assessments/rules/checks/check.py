"""What a check is: one code, one function, one formula with its source. `Context` is all that a check may look at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Generic, TypeVar

from assessments.rules.findings import Finding
from assessments.rules.scoring.rounding import is_rounded, step_of
from assessments.rules.text.similarity import NearCopy
from assessments.schema.facts import Facts
from assessments.schema.identities import tolerance
from assessments.schema.pointers import label
from assessments.schema.scheme import Scheme
from assessments.terms import Severity
from budgets.money import FEN, in_unit, plain_text

# 财预〔2020〕10号's way of scoring where nobody names weights: no group is held against a number.
WITHOUT_GROUPS = Scheme()
ZERO, TENTH = Decimal(0), Decimal("0.1")
TOLERANCE = Decimal("0.01")  # of the stated unit of money, of a percentage point, of a point (domain §5.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One department's facts and what the site knows around them.

    `due` is the last day for handing in, `handed_in` the day of the first submission, by which lateness is judged, and
    `submitted` that of the submission at hand (today for what is still to come), `year` the round's year, `last_year`
    the department's facts of the year before, `pending_units` the subordinate units that have not handed in,
    `other_departments` the names of the round's other departments, `near_copies` what the index of narratives found
    (rules.similarity). `scheme_in_part` says that the scheme comes from an exchange file, which names neither a pass
    line nor a policy for over-fulfilment.
    """

    facts: Facts
    scheme: Scheme = WITHOUT_GROUPS
    due: date | None = None
    handed_in: date | None = None
    submitted: date | None = None
    year: int | None = None
    last_year: Facts | None = None
    pending_units: tuple[str, ...] = ()
    other_departments: tuple[str, ...] = ()
    near_copies: tuple[NearCopy, ...] = ()
    scheme_in_part: bool = False

    @classmethod
    def of_file(cls, facts: Facts) -> "Context":
        """The context of an exchange file alone, with the scheme that it names."""
        return cls(facts=facts, scheme=facts.scheme or WITHOUT_GROUPS, scheme_in_part=True)

    @property
    def money_tolerance(self) -> Decimal:
        """In 元: 0.01 of the unit in which the facts state their money."""
        return tolerance(self.facts)

    def label(self, pointer: str) -> str:
        return label(pointer, self.facts)

    def step(self, pointer: str, stated: Decimal) -> Decimal:
        """What the last digit of a figure counts, as it was written at this place."""
        return step_of(self.facts.written.get(pointer) or plain_text(stated)) or ZERO

    def is_unreadable(self, pointer: str) -> bool:
        return pointer in self.facts.written


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What a check found, before it carries the check's code. Numbers and spans as in `Finding`."""

    message: str
    path: str | None
    left: Decimal | None = None
    right: Decimal | None = None
    difference: Decimal | None = None
    spans: tuple[tuple[int, int], ...] = ()
    severity: Severity | None = None  # where this case weighs less than its check usually does


class InReports(Enum):
    """How a written report answers a check of facts, where it does not answer as the form does."""

    WHOLE = "by all that it states"
    PASSAGE = "each passage by itself: another may speak of another plan, another year or other projects"
    PROSE = "not at all: a check of the same code, or the reader's eye, reads the prose itself"
    NEVER = "not at all: what is asked for is handed in beside it, or cannot be read"


class Unread(Enum):
    """Where a picture in place of words takes the ground from a check."""

    NOWHERE = "nowhere"
    ROW = "in the row of a field that it calls missing"
    TABLE = "in the table whose rows it adds up"


Asked = TypeVar("Asked")
Other = TypeVar("Other")
Run = Callable[[Asked], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Check(Generic[Asked]):
    """One rule over what it is asked of: facts, prose, or the figures of a report.

    `formula` and `source` are Chinese and stand in docs/checks.md. `concerns` are the places that a finding is about
    besides the one that it names and the parts of a sum (`schema.identities`): what a rate divides. "~" is its
    holder, "~~" the holder of that, "*" any number. `is_explained`
    says that its errors may be explained as warnings may; `only_with` are the codes without which a passage of a report
    gives no ground for it.
    """

    code: str
    severity: Severity
    title: str
    formula: str
    source: str
    run: Run[Asked]
    concerns: tuple[str, ...] = ()
    in_reports: InReports = InReports.WHOLE
    unread: Unread = Unread.NOWHERE
    is_explained: bool = False
    only_with: tuple[str, ...] = ()

    def also(self, *, formula: str) -> Callable[[Run[Other]], "Check[Other]"]:
        """Make a check of the same code, over something else, of the function below."""
        return lambda run: Check(self.code, self.severity, self.title, formula, self.source, run, unread=self.unread)

    def findings(self, asked: Asked) -> Iterator[Finding]:
        return (as_finding(self.code, self.severity, problem) for problem in self.run(asked))


def as_finding(code: str, severity: Severity, problem: Problem) -> Finding:
    return Finding(
        code=code,
        severity=problem.severity or severity,
        message=problem.message,
        path=problem.path,
        spans=problem.spans,
        left=problem.left,
        right=problem.right,
        difference=problem.difference,
    )


def check(  # noqa: PLR0913 - all that is known of a check is said at it
    code: str,
    severity: Severity,
    title: str,
    *,
    formula: str,
    source: str,
    concerns: tuple[str, ...] = (),
    in_reports: InReports = InReports.WHOLE,
    unread: Unread = Unread.NOWHERE,
    is_explained: bool = False,
    only_with: tuple[str, ...] = (),
) -> Callable[[Run[Asked]], Check[Asked]]:
    """Make a check of the function below."""
    return lambda run: Check(
        code, severity, title, formula, source, run, concerns, in_reports, unread, is_explained, only_with
    )


def money(context: Context, yuan: Decimal) -> Decimal:
    """An amount in the facts' unit, exact, with at least two decimals: 43.99, 2.00, 0.0234."""
    amount = in_unit(yuan, context.facts.money_unit)
    exact = Decimal(plain_text(amount))
    return exact if _decimals(exact) > 2 else exact.quantize(FEN)


def _decimals(number: Decimal) -> int:
    return -int(number.as_tuple().exponent)


def money_text(context: Context, yuan: Decimal) -> str:
    return f"{money(context, yuan):,f} {context.facts.money_unit}"


def short(number: Decimal) -> Decimal:
    """A rate, score or weight with at most two decimals and no zeros behind: the finding shows it as its message."""
    return Decimal(plain_text(number.quantize(FEN, ROUND_HALF_UP)))


def text(number: Decimal) -> str:
    """The same as messages write it."""
    return plain_text(short(number))


def unequal_money(
    context: Context, pointer: str, stated: Decimal | None, computed: Decimal | None, computed_name: str
) -> Iterator[Problem]:
    """Both are known and differ by more than 0.01 of the unit. Amounts in 元."""
    if stated is None or computed is None or abs(stated - computed) <= context.money_tolerance:
        return
    difference = abs(stated - computed)
    yield Problem(
        message=(
            f"{context.label(pointer)} {money_text(context, stated)}，{computed_name} {money_text(context, computed)}，"
            f"相差 {money_text(context, difference)}，请更正。"
        ),
        path=pointer,
        left=money(context, stated),
        right=money(context, computed),
        difference=money(context, difference),
    )


def unequal_figures(  # noqa: PLR0913 - a comparison has that many sides
    context: Context,
    pointer: str,
    stated: Decimal | None,
    computed: Decimal | None,
    computed_name: str,
    unit: str,
    *,
    full: Decimal | None = None,
    between: tuple[Decimal, Decimal] | None = None,
) -> Iterator[Problem]:
    """Both are known and differ by more than 0.01. Rates ("%") in percent, scores ("分") in points.

    What is right to its last written digit is a hint only, also if it was computed from parts before they were rounded:
    then the exact figure lies `between` two. `full` points in a whole number are for all of it: 9.6 of 10 is not 10.
    """
    if stated is None or computed is None or abs(stated - computed) <= TOLERANCE:
        return
    difference = abs(stated - computed)
    step = context.step(pointer, stated)
    exact = min(max(stated, between[0]), between[1]) if between else computed
    rounded = is_rounded(stated, exact, min(step, TENTH) if stated == full else step)
    after, apart = ("%", " 个百分点") if unit == "%" else (f" {unit}", f" {unit}")
    yield Problem(
        message=(
            f"{context.label(pointer)} {text(stated)}{after}，{computed_name} {text(computed)}{after}，"
            f"相差 {text(difference)}{apart}，{'属四舍五入，请保留两位小数。' if rounded else '请更正。'}"
        ),
        path=pointer,
        left=short(stated),
        right=short(computed),
        difference=short(difference),
        severity=Severity.HINT if rounded else None,
    )


def unequal_counts(context: Context, pointer: str, stated: int, found: int, found_name: str) -> Problem:
    """Two numbers of projects that should be one."""
    name, difference = context.label(pointer), abs(stated - found)
    return Problem(
        message=f"{name}合计 {stated} 个，{found_name} {found} 个，相差 {difference} 个，请更正。",
        path=pointer,
        left=Decimal(stated),
        right=Decimal(found),
        difference=Decimal(difference),
    )


def possible_counts(facts: Facts) -> set[int]:
    """How many projects a paper may count: all that it states, or all less the exempt ones of the list."""
    stated = facts.project_totals.count
    return _also_without_exempt(facts, set() if stated is None else {stated})


def counts_of_projects(facts: Facts) -> set[int]:
    """Every number of projects that the form has: those stated and those listed, each also without the exempt ones."""
    listed = {len(facts.projects)} if facts.projects else set()
    return possible_counts(facts) | _also_without_exempt(facts, listed)


def _also_without_exempt(facts: Facts, totals: set[int]) -> set[int]:
    exempt = sum(1 for project in facts.projects if not project.is_assessed)
    return totals | {total - exempt for total in totals}
