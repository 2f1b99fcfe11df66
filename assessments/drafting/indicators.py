"""Writing indicators and their results. An approved target is locked: only `change_target` moves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessments.columns import put
from assessments.draft_rows import Lists, Named, Owner
from assessments.drafting.destination import Destination
from assessments.drafting.errors import InvalidSection
from assessments.drafting.rows import Columns, left_out, paired, standing
from assessments.models import Evidence, IndicatorResult
from assessments.schema import facts as f
from assessments.schema.pointers import word
from budgets.models import DepartmentBudget, Goal, Indicator, Project


@dataclass(frozen=True, slots=True)
class OwnIndicators:
    """What the indicators of one project, sub-goal or budget shall say; `pointer` is where they stand."""

    owner: Project | Goal | DepartmentBudget
    pieces: tuple[f.Indicator, ...]
    pointer: str

    @property
    def link(self) -> dict[str, Any]:
        """The foreign key by which an indicator belongs to the owner."""
        names = {Project: "project", Goal: "goal", DepartmentBudget: "budget"}
        return {names[type(self.owner)]: self.owner}

    @property
    def key(self) -> Owner:
        return next(iter(self.link)), self.owner.pk


@dataclass(frozen=True, slots=True)
class _Placed:
    row: Indicator
    piece: f.Indicator
    pointer: str


def write_indicators(to: Destination, lists: Sequence[OwnIndicators]) -> None:
    """Make all indicators of these owners, and their results, say what the pieces say; raises InvalidSection."""
    stood: dict[int, Columns] = {}
    placed: list[_Placed] = []
    gone: list[Indicator] = []
    for own in lists:
        existing = to.rows.indicators[own.key]
        stood |= standing(existing)
        left = left_out(existing, own.pieces)
        rows = paired(existing, own.pieces, lambda own=own: _new(own))  # type: ignore[misc]
        for position, (row, piece) in enumerate(zip(rows, own.pieces, strict=True)):
            placed.append(_Placed(row, piece, f"{own.pointer}/{position}"))
            _fill(to, placed[-1])
        _refuse_removal(left, own.pointer)
        gone += left
        to.rows.indicators[own.key] = rows
    to.writer.save_all([each.row for each in placed], [each.pointer for each in placed], stood)
    to.writer.remove(gone)
    _write_results(to, placed)


def _new(own: OwnIndicators) -> Indicator:
    row = Indicator(**own.link)
    getattr(row, "result", None)  # known to have none before it has a key, so that nobody asks the database later
    return row


def _fill(to: Destination, each: _Placed) -> None:
    if each.row.approved:
        each.row.core = each.piece.core  # of the bureau's eye, not of the target
        _refuse_changed_target(each)
    else:
        to.put(each.row, each.piece, each.pointer)


def _refuse_changed_target(each: _Placed) -> None:
    changed = [
        f"{each.pointer}/{name}"
        for name in f.APPROVED_WITH_TARGET
        if (getattr(each.piece, name) or None) != (getattr(each.row, name) or None)
    ]
    if changed:
        advice = "已经批复，不能直接修改；确需调整的，请填写调整原因。"
        raise InvalidSection([(pointer, f"{word(pointer)}{advice}") for pointer in changed])


def _refuse_removal(rows: Sequence[Indicator], pointer: str) -> None:
    approved = next((row for row in rows if row.approved), None)
    if approved is not None:
        message = f"指标“{approved}”已经批复，不能删除；不考核的，请勾选“本年度不适用”。"
        raise InvalidSection([(pointer, message)])


def _write_results(to: Destination, placed: Sequence[_Placed]) -> None:
    found = [(each, getattr(each.row, "result", None)) for each in placed]
    stood = standing([result for _, result in found if result is not None])
    written: list[tuple[_Placed, IndicatorResult]] = []
    for each, known in found:
        if known is None and not _says_something(to, each):
            continue
        result = known or IndicatorResult(assessment=to.assessment, indicator=each.row)
        put(result, each.piece, written=to.written, pointer=each.pointer)
        written.append((each, result))
    to.writer.save_all([result for _, result in written], [each.pointer for each, _ in written], stood)
    _write_evidence(to, written)


def _says_something(to: Destination, each: _Placed) -> bool:
    piece = each.piece
    said = (piece.actual, piece.band, piece.score, piece.reason, piece.evidence, piece.not_applicable)
    unreadable = to.written is not None and f"{each.pointer}/score" in to.written
    return said != (None, None, None, None, (), False) or unreadable


def _write_evidence(to: Destination, written: Sequence[tuple[_Placed, IndicatorResult]]) -> None:
    names = to.rows.names
    rows, pointers, renamed = [], [], []
    for each, result in written:
        wanted = [Named(name) for name in each.piece.evidence]
        if names[Lists.EVIDENCE, result.pk] != wanted:
            renamed.append(result)
            names[Lists.EVIDENCE, result.pk] = wanted
            for position, name in enumerate(each.piece.evidence):
                rows.append(Evidence(result=result, position=position, name=name))
                pointers.append(f"{each.pointer}/evidence/{position}")
    if renamed:
        Evidence.objects.filter(result__in=renamed).delete()
        to.writer.save_all(rows, pointers, {})
