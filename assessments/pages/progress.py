"""How far a round is in the whole county or in one person's part of it: figures and a picture."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assessments.models import Assessment, Round
from assessments.queries import ProgressCount, current_rounds, not_started, progress_counts
from assessments.reports.charts import Chart, Share, stacked
from assessments.terms import Status
from budgets.terms import Term
from evalsite.accounts.models import User


class Stage(Term):
    """Statuses that one looks at together."""

    NOT_STARTED = "not_started", "未开始"
    FILLING_IN = "filling_in", "填报中"
    RETURNED = "returned", "退回修改"
    IN_REVIEW = "in_review", "审核中"
    APPROVED = "approved", "审核通过"


_STAGES: dict[Status, Stage] = {
    Status.DRAFT: Stage.FILLING_IN,
    Status.CONFIRMING: Stage.FILLING_IN,
    Status.RETURNED: Stage.RETURNED,
    Status.SUBMITTED: Stage.IN_REVIEW,
    Status.SECTION_REVIEW: Stage.IN_REVIEW,
    Status.FINAL_REVIEW: Stage.IN_REVIEW,
    Status.APPROVED: Stage.APPROVED,
    Status.PUBLISHED: Stage.APPROVED,
}
# From what is finished to what has not begun, so that the bar grows from the left.
_STYLES: dict[Stage, str] = {
    Stage.APPROVED: "segment-4",
    Stage.IN_REVIEW: "segment-3",
    Stage.FILLING_IN: "segment-2",
    Stage.RETURNED: "segment-0",
    Stage.NOT_STARTED: "segment-1",
}
ALL_SECTIONS = "全部"


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One section's assessments, counted by stage in the order of `Progress.stages`."""

    section: str
    total: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """One round; `not_started` are the assessments in which nobody has saved anything yet."""

    round: Round
    stages: tuple[tuple[Stage, str], ...]
    total: ProgressRow
    rows: tuple[ProgressRow, ...]
    chart: Chart
    not_started: tuple[Assessment, ...]


def current_progress(user: User) -> tuple[Progress, ...]:
    """Every round with unfinished work and the newest one, newest first."""
    return tuple(progress(round_, user) for round_ in current_rounds(user))


def progress(round_: Round, user: User) -> Progress:
    counts = progress_counts(round_, user)
    sections = list(dict.fromkeys(count.section for count in counts))
    total = _row(ALL_SECTIONS, counts)
    rows = tuple(_row(name, (count for count in counts if count.section == name)) for name in sections)
    shown = (total, *rows) if len(rows) > 1 else (total,)
    return Progress(
        round=round_,
        stages=tuple(_STYLES.items()),
        total=total,
        rows=shown,
        chart=stacked(f"{round_}进度", ((row.section, f"{row.total} 个部门", _shares(row)) for row in shown)),
        not_started=tuple(not_started(round_, user)),
    )


def _row(section: str, counts: Iterable[ProgressCount]) -> ProgressRow:
    by_stage: Counter[Stage] = Counter()
    for count in counts:
        by_stage[_stage(count)] += count.count
    return ProgressRow(section, by_stage.total(), tuple(by_stage[stage] for stage in _STYLES))


def _stage(count: ProgressCount) -> Stage:
    if count.status is Status.DRAFT and not count.is_started:
        return Stage.NOT_STARTED
    return _STAGES[count.status]


def _shares(row: ProgressRow) -> tuple[Share, ...]:
    return tuple(
        Share(stage.label, Decimal(count), style)
        for (stage, style), count in zip(_STYLES.items(), row.counts, strict=True)
    )
