"""Writing indicators and their results. An approved target is locked: only `change_target` moves it."""

from dataclasses import dataclass
from typing import Any

from assessments.columns import Written, put
from assessments.drafting.errors import InvalidSection
from assessments.drafting.rows import replace_names, save_row, sync_rows
from assessments.models import Assessment, Evidence, IndicatorResult
from assessments.schema import facts as f
from assessments.schema.pointers import word
from budgets.models import Indicator


@dataclass
class IndicatorOwner:
    """The one thing that a list of indicators belongs to: {"project": …}, {"goal": …} or {"budget": …}."""

    assessment: Assessment
    link: dict[str, Any]
    pointer: str
    written: Written


def write_indicators(owner: IndicatorOwner, pieces: tuple[f.Indicator, ...]) -> None:
    """Make the owner's indicators and their results say what the pieces say; raises InvalidSection."""

    def fill(row: Indicator, piece: f.Indicator, pointer: str) -> None:
        if row.approved:
            row.core = piece.core  # of the bureau's eye, not of the target
            _refuse_changed_target(row, piece, pointer)
            return
        put(row, piece, written=owner.written, pointer=pointer)

    rows = sync_rows(
        list(Indicator.objects.filter(**owner.link)),
        pieces,
        lambda: Indicator(**owner.link),
        fill,
        owner.pointer,
        lambda row: f"指标“{row}”已经批复，不能删除；不考核的，请勾选“本年度不适用”。" if row.approved else None,
    )
    results = {result.indicator_id: result for result in IndicatorResult.objects.filter(indicator__in=rows)}
    for index, (row, piece) in enumerate(zip(rows, pieces, strict=True)):
        _write_result(owner, row, piece, results.get(row.pk), f"{owner.pointer}/{index}")


def _refuse_changed_target(row: Indicator, piece: f.Indicator, pointer: str) -> None:
    errors = [
        (f"{pointer}/{name}", f"{word(f'{pointer}/{name}')}已经批复，不能直接修改；确需调整的，请填写调整原因。")
        for name in f.APPROVED_WITH_TARGET
        if (getattr(piece, name) or None) != (getattr(row, name) or None)
    ]
    if errors:
        raise InvalidSection(errors)


def _write_result(
    owner: IndicatorOwner, row: Indicator, piece: f.Indicator, result: IndicatorResult | None, pointer: str
) -> None:
    said = (piece.actual, piece.band, piece.score, piece.reason, piece.evidence, piece.not_applicable)
    unreadable = owner.written is not None and f"{pointer}/score" in owner.written
    if result is None and said == (None, None, None, None, (), False) and not unreadable:
        return
    result = result or IndicatorResult(assessment=owner.assessment, indicator=row)
    put(result, piece, written=owner.written, pointer=pointer)
    save_row(result, pointer)
    replace_names(Evidence.objects.filter(result=result), piece.evidence, result=result)
