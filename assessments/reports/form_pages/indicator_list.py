"""The indicators of a form and their weights by 一级指标, as lists that layouts arrange (domain §2.2, §2.4, §3.1)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from assessments.reports.document.cells import centre, label, score, text
from assessments.reports.document.figures import FormTotal
from assessments.reports.document.formatting import (
    NONE,
    NOT_APPLICABLE,
    actual,
    approved_target,
    clean,
    current_target,
    or_missing,
    plain_target,
    points,
    target,
)
from assessments.reports.document.model import Cell
from assessments.reports.form_pages.renderer import EntryGroup, ListEntry
from assessments.schema.facts import Indicator
from assessments.schema.identities import sum_of
from assessments.schema.scheme import Scheme
from budgets.terms import Comparator

INDICATOR_COLUMNS = (
    "group",
    "kind",
    "name",
    "target",
    "sign",
    "value",
    "unit",
    "approved_target",
    "current_target",
    "baseline",
    "actual",
    "weight",
    "score",
    "ratio",
    "nature",
    "core",
    "evidence",
    "reason",
)
INDICATORS_MERGED = ("group", "kind")
WEIGHT_COLUMNS = ("group", "scheme_weight", "weight", "score", "count")


def indicator_groups(indicators: Iterable[Indicator], scheme: Scheme, about: str = "") -> Iterator[EntryGroup]:
    """The indicators by 一级指标 in the order of the scheme, within it by 二级指标 as they stand."""
    order = {name: place for place, (name, _) in enumerate(scheme.groups)}
    ordered = sorted(indicators, key=lambda item: order.get(clean(item.group), len(order)))
    members = [list(rows) for _, rows in groupby(ordered, key=lambda item: clean(item.group))]
    if about and not members:
        yield EntryGroup(entries=(), about=about)
    for place, rows in enumerate(members):
        yield EntryGroup(entries=tuple(ListEntry(_cells(row)) for row in rows), about=about if place == 0 else "")


def _cells(indicator: Indicator) -> dict[str, Cell]:
    is_scored = not indicator.not_applicable
    is_qualitative = indicator.comparator is Comparator.QUALITATIVE
    return {
        "group": label(or_missing(indicator.group)),
        "kind": label(or_missing(indicator.kind)),
        "name": text(or_missing(indicator.name)),
        "target": centre(target(indicator)),
        "sign": centre(indicator.comparator.label if indicator.comparator else ""),
        "value": centre(plain_target(indicator)),
        "unit": centre(clean(indicator.unit)),
        "approved_target": centre(approved_target(indicator)),
        "current_target": centre(current_target(indicator)),
        "baseline": centre(clean(indicator.baseline)),
        "actual": centre(actual(indicator)),
        "weight": score(points(indicator.weight) if is_scored else NONE),
        "score": score(points(indicator.score) if is_scored else NONE),
        "ratio": score(_ratio(indicator) if is_scored else NONE),
        "nature": centre("定性" if is_qualitative else "定量" if indicator.comparator else ""),
        "core": centre("是" if indicator.core else "否"),
        "evidence": text("、".join(name for item in indicator.evidence if (name := clean(item)))),
        "reason": text(clean(indicator.reason) or ("" if is_scored else NOT_APPLICABLE)),
    }


def _ratio(indicator: Indicator) -> str:
    """得分系数 = 得分 ÷ 分值."""
    if indicator.weight is None or indicator.score is None:
        return points(None)
    return points(indicator.score / indicator.weight) if indicator.weight else NONE


def weight_groups(indicators: Iterable[Indicator], scheme: Scheme, execution: FormTotal) -> Iterator[EntryGroup]:
    """预算执行率 and every 一级指标: the weight that the scheme gives it, and what its indicators come to."""
    counted = [row for row in indicators if not row.not_applicable]
    names = dict.fromkeys([name for name, _ in scheme.groups] + [clean(row.group) for row in counted])
    given = dict(scheme.groups)
    entries = [
        ListEntry(
            {
                "group": label("预算执行率"),
                "scheme_weight": score(points(scheme.execution)),
                "weight": score(points(execution.weight)),
                "score": score(points(execution.points)),
                "count": score(NONE),
            }
        )
    ]
    for name in names:
        rows = [row for row in counted if clean(row.group) == name]
        entries.append(_weight_of_group(name, points(given[name]) if name in given else NONE, rows))
    yield EntryGroup(entries=tuple(entries))


def _weight_of_group(name: str, scheme_weight: str, rows: Sequence[Indicator]) -> ListEntry:
    return ListEntry(
        {
            "group": label(name or or_missing(None)),
            "scheme_weight": score(scheme_weight),
            "weight": score(points(sum_of(row.weight for row in rows)) if rows else NONE),
            "score": score(points(sum_of(row.score for row in rows)) if rows else NONE),
            "count": score(f"{len(rows)}"),
        }
    )


def scaling_notes(total: FormTotal) -> tuple[str, ...]:
    """How a total came about where something does not apply."""
    if not total.is_scaled:
        return ()
    said = "注：标明“不适用”的指标不计分"
    if total.points is not None and total.weight is not None:
        said += f"，总分由得分{points(total.points)}分按适用分值{points(total.weight)}分折算"
    return (f"{said}。",)
