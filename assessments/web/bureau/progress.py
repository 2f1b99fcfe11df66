"""How far a round is in the whole county or in one person's part of it: figures and a picture."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.timezone import localdate

from assessments.models import Assessment, Round
from assessments.queries import ProgressCount, current_rounds, not_started, progress_counts
from assessments.reports.document.charts import Chart, Share, stacked
from assessments.rules.punctuality import Lateness
from assessments.terms import Stage
from assessments.web.addresses import list_url
from assessments.web.forms.filters import WITHOUT_SECTION, late_value
from evalsite.accounts.models import User

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
class Tally:
    """So many assessments, and the list that shows them."""

    count: int
    url: str


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One section's assessments, by stage in the order of `Progress.stages`, and the late in that of `late_kinds`."""

    section: str
    total: Tally
    counts: tuple[Tally, ...]
    late: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """One round; `not_started` are the assessments in which nobody has saved anything yet.

    `late_kinds` are the ways in which anybody is late.
    """

    round: Round
    stages: tuple[tuple[Stage, str], ...]
    late_kinds: tuple[Lateness, ...]
    total: ProgressRow
    rows: tuple[ProgressRow, ...]
    chart: Chart
    not_started: tuple[Assessment, ...]


def current_progress(user: User) -> tuple[Progress, ...]:
    """Every round with unfinished work and the newest one, newest first."""
    return tuple(progress(round_, user) for round_ in current_rounds(user))


def progress(round_: Round, user: User) -> Progress:
    counts = progress_counts(round_, user, localdate())
    kinds = tuple(kind for kind in Lateness if any(count.late[kind] for count in counts))
    sections = {count.section_id: count.section for count in counts}
    total = _row(ALL_SECTIONS, counts, kinds, {"round": round_.pk})
    rows = tuple(
        _row(
            name,
            [count for count in counts if count.section_id == pk],
            kinds,
            {"round": round_.pk, "section": pk or WITHOUT_SECTION},
        )
        for pk, name in sections.items()
    )
    shown = (total, *rows) if len(rows) > 1 else (total,)
    return Progress(
        round=round_,
        stages=tuple(_STYLES.items()),
        late_kinds=kinds,
        total=total,
        rows=shown,
        chart=stacked(f"{round_}进度", ((row.section, f"{row.total.count} 个部门", _shares(row)) for row in shown)),
        not_started=tuple(not_started(round_, user)),
    )


def _row(
    section: str, counts: Sequence[ProgressCount], kinds: Iterable[Lateness], chosen: Mapping[str, object]
) -> ProgressRow:
    by_stage: Counter[Stage] = Counter()
    for count in counts:
        by_stage[count.stage] += count.count
    return ProgressRow(
        section,
        Tally(by_stage.total(), list_url(**chosen)),
        tuple(Tally(by_stage[stage], list_url(**chosen, stage=stage.value)) for stage in _STYLES),
        tuple(
            Tally(sum(count.late[kind] for count in counts), list_url(**chosen, overdue=late_value(kind)))
            for kind in kinds
        ),
    )


def _shares(row: ProgressRow) -> tuple[Share, ...]:
    return tuple(
        Share(stage.label, Decimal(tally.count), style)
        for (stage, style), tally in zip(_STYLES.items(), row.counts, strict=True)
    )
