"""Weights, scores, totals and grades against the year's scheme (domain §1.2–1.4, §5.1 I14–I17)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from assessments.rules.checks.check import (
    TOLERANCE,
    Check,
    Context,
    Problem,
    Unread,
    check,
    short,
    text,
    unequal_figures,
)
from assessments.rules.scoring.rounding import is_rounded
from assessments.rules.scoring.scores import (
    department_execution_score,
    department_score,
    grade,
    indicator_score,
    is_over_fulfilled,
    project_execution_score,
    project_score,
    quantities,
    score_range,
    total_score,
)
from assessments.rules.text.quantities import is_stated, plain
from assessments.schema.pointers import (
    IndicatorPlace,
    assessed_projects,
    department_indicators,
    project_indicators,
    project_pointer,
    scored_indicators,
)
from assessments.schema.scheme import SCHEME_2021_101, ExecutionMethod
from assessments.terms import Band, Severity
from budgets.terms import Comparator

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ScoredForm:
    """One form that is scored: an assessed project's, or the department's own."""

    name: str
    execution: str  # pointer of the execution's weight and score
    weight: Decimal | None
    score: Decimal | None  # of the execution, as stated
    exact: Decimal | None  # the same by the year's rule
    indicators: tuple[IndicatorPlace, ...]


def _forms(context: Context) -> Iterator[_ScoredForm]:
    facts = context.facts
    for index, project in assessed_projects(facts):
        pointer = project_pointer(index)
        yield _ScoredForm(
            name=context.label(pointer),
            execution=f"{pointer}/total",
            weight=project.total.weight,
            score=project.total.score,
            exact=project_execution_score(project, context.scheme),
            indicators=tuple(project_indicators(index, project)),
        )
    yield _ScoredForm(
        name="部门整体",
        execution="/execution",
        weight=facts.execution.weight,
        score=facts.execution.score,
        exact=department_execution_score(facts, context.scheme),
        indicators=tuple(department_indicators(facts)),
    )


@check(
    "K12",
    Severity.ERROR,
    "分值合计",
    formula="预算执行率分值 + Σ指标分值 = 100；各一级指标分值 = 方案规定（方案列明时）",
    source="财预〔2020〕10号、财预〔2021〕101号；表内勾稽关系",
    concerns=("~~/*/weight", "~~~/total/weight"),
    unread=Unread.TABLE,
)
def weights(context: Context) -> Iterator[Problem]:
    """An execution weight not stated is the scheme's, or none; weights of what does not apply may be kept or moved."""
    for form in _forms(context):
        weighted = [place for place in form.indicators if place.indicator.weight is not None]
        if not weighted:
            continue
        wrong = _wrong_sum(context, form, weighted)
        if wrong is not None:
            yield wrong
        else:
            yield from _wrong_groups(context, form, weighted)


def _sums(places: Iterable[IndicatorPlace]) -> set[Decimal]:
    """Σ weights with and without the indicators that do not apply."""
    rows = [(place.indicator.weight or ZERO, place.indicator.not_applicable) for place in places]
    return {sum((weight for weight, _ in rows), ZERO), sum((weight for weight, out in rows if not out), ZERO)}


def _wrong_sum(context: Context, form: _ScoredForm, weighted: list[IndicatorPlace]) -> Problem | None:
    full = context.scheme.full_score
    execution = {form.weight} if form.weight is not None else {ZERO, context.scheme.execution}
    sums = {weight + points for weight in execution for points in _sums(weighted)}
    if any(abs(total - full) <= TOLERANCE for total in sums):
        return None
    nearest = min(sums, key=lambda total: (abs(total - full), total))
    digits = sum((_half_digit(context, place) for place in weighted), ZERO)
    missing = sum(1 for place in form.indicators if place.indicator.weight is None)
    note = f"其中 {missing} 个指标未填分值，" if missing else ""
    return Problem(
        message=(
            f"{form.name}的分值合计 {text(nearest)} 分，应为 {text(full)} 分，相差 {text(abs(nearest - full))} 分，"
            f"{note}{'属四舍五入，请保留两位小数。' if abs(nearest - full) <= digits else '请更正。'}"
        ),
        path=f"{weighted[0].pointer}/weight",
        severity=Severity.HINT if abs(nearest - full) <= digits else None,
        left=short(nearest),
        right=short(full),
        difference=short(abs(nearest - full)),
    )


def _half_digit(context: Context, place: IndicatorPlace) -> Decimal:
    """What rounding may take from a weight: half of its last decimal; whole points are chosen, not rounded."""
    weight = place.indicator.weight or ZERO
    step = context.step(f"{place.pointer}/weight", weight)
    return step / 2 if step < 1 else ZERO


def _group(name: str) -> str:
    return plain(name).removesuffix("指标")


def _wrong_groups(context: Context, form: _ScoredForm, weighted: list[IndicatorPlace]) -> Iterator[Problem]:
    """Group by group against the scheme, where it names groups and every indicator names its own."""
    scheme = context.scheme
    if not scheme.groups or not all(is_stated(place.indicator.group) for place in weighted):
        return
    wanted = {_group(name): weight for name, weight in scheme.groups}
    by_group: dict[str, list[IndicatorPlace]] = {name: [] for name in wanted}
    for place in weighted:
        by_group.setdefault(_group(place.indicator.group or ""), []).append(place)
    for name, places in by_group.items():
        sums, points = _sums(places), wanted.get(name, ZERO)
        if not any(abs(total - points) <= TOLERANCE for total in sums):
            path = (places or weighted)[0].pointer
            yield _off_scheme(f"{form.name}“{name}指标”", max(sums), points, f"{path}/weight")
    if form.weight is not None and abs(form.weight - scheme.execution) > TOLERANCE:
        yield _off_scheme(f"{form.name}预算执行率", form.weight, scheme.execution, f"{form.execution}/weight")


def _off_scheme(name: str, stated: Decimal, wanted: Decimal, path: str) -> Problem:
    return Problem(
        message=f"{name}的分值 {text(stated)} 分，评分方案规定 {text(wanted)} 分，请更正。",
        path=path,
        left=short(stated),
        right=short(wanted),
        difference=short(abs(stated - wanted)),
    )


@check(
    "K13",
    Severity.ERROR,
    "得分上限",
    formula="0 ≤ 得分 ≤ 分值；0 ≤ 自评总分 ≤ 满分",
    source="表内勾稽关系",
    concerns=("~/weight",),
)
def score_limits(context: Context) -> Iterator[Problem]:
    facts, full = context.facts, context.scheme.full_score
    for index, project in assessed_projects(facts):
        pointer = project_pointer(index)
        yield from _outside(context, f"{pointer}/total/score", project.total.score, project.total.weight)
        yield from _outside(context, f"{pointer}/score", project.score, full, "满分")
    for place in scored_indicators(facts):
        yield from _outside(context, f"{place.pointer}/score", place.indicator.score, place.indicator.weight)
    yield from _outside(context, "/execution/score", facts.execution.score, facts.execution.weight)
    yield from _outside(context, "/score", facts.score, full, "满分")


def _outside(
    context: Context, pointer: str, score: Decimal | None, most: Decimal | None, limit: str = "分值"
) -> Iterator[Problem]:
    if score is None:
        return
    if score < 0:
        yield Problem(
            message=f"{context.label(pointer)} {text(score)} 分，得分不能小于 0，请更正。",
            path=pointer,
            left=short(score),
            right=ZERO,
            difference=short(-score),
        )
    elif most is not None and score > most:
        yield Problem(
            message=f"{context.label(pointer)} {text(score)} 分，超过{limit} {text(most)} 分，请更正。",
            path=pointer,
            left=short(score),
            right=short(most),
            difference=short(score - most),
        )


@check(
    "K14",
    Severity.ERROR,
    "总分复算",
    formula=(
        "自评总分 = 预算执行率得分 + Σ指标得分；有不适用指标时 Σ得分 ÷ Σ适用分值 × 100；"
        "不超过总分封顶（按执行率）；得分未填齐时不超过未填的按满分计算之和"
    ),
    source="财预〔2020〕10号；表内勾稽关系",
    concerns=("~/total/score", "~/execution/score", "~/indicators/*/score"),
    unread=Unread.TABLE,
)
def totals(context: Context) -> Iterator[Problem]:
    facts, scheme = context.facts, context.scheme
    *projects, department = _forms(context)
    for form, (index, project) in zip(projects, assessed_projects(facts), strict=True):
        pointer = f"{project_pointer(index)}/score"
        yield from _wrong_total(context, form, pointer, project.score, project_score(project, scheme))
    yield from _wrong_total(context, department, "/score", facts.score, department_score(facts, scheme))


def _wrong_total(
    context: Context, form: _ScoredForm, pointer: str, stated: Decimal | None, computed: Decimal | None
) -> Iterator[Problem]:
    if computed is None:
        yield from _above_possible(context, form, pointer, stated)
    low, high = (_total(context, form, choose) for choose in (min, max))
    between = (low, high) if computed is not None and low is not None and high is not None else None
    yield from unequal_figures(
        context,
        pointer,
        stated,
        computed,
        "按各项得分计算为",
        "分",
        full=context.scheme.full_score,
        between=between if between and between[0] <= (computed or ZERO) <= between[1] else None,  # else it is capped
    )


def _above_possible(context: Context, form: _ScoredForm, pointer: str, stated: Decimal | None) -> Iterator[Problem]:
    """Where scores are missing, a total still cannot exceed what full points for them would give."""
    rows = [replace(row, score=_or(row.score, row.weight)) for row in (place.indicator for place in form.indicators)]
    weight = _or(form.weight, context.scheme.execution)
    most = total_score(weight, _or(form.score, weight), rows, context.scheme)
    if stated is None or most is None or stated - most <= TOLERANCE:
        return
    yield Problem(
        message=(
            f"{context.label(pointer)} {text(stated)} 分，未填的得分都按满分计算也只有 {text(most)} 分，"
            f"多出 {text(stated - most)} 分，请更正。"
        ),
        path=pointer,
        left=short(stated),
        right=short(most),
        difference=short(stated - most),
    )


def _or(stated: Decimal | None, otherwise: Decimal | None) -> Decimal | None:
    return otherwise if stated is None else stated


def _total(context: Context, form: _ScoredForm, choose: Callable[[Decimal, Decimal], Decimal]) -> Decimal | None:
    """The form's total, without its cap, where of each rounded score `choose` takes the stated or the exact one."""
    scheme = context.scheme

    def chosen(pointer: str, stated: Decimal | None, exact: Decimal | None) -> Decimal | None:
        if stated is None or exact is None:
            return stated
        return choose(stated, exact) if is_rounded(stated, exact, context.step(pointer, stated)) else stated

    rows = [
        replace(
            place.indicator,
            score=chosen(f"{place.pointer}/score", place.indicator.score, indicator_score(place.indicator, scheme)),
        )
        for place in form.indicators
    ]
    return total_score(form.weight, chosen(f"{form.execution}/score", form.score, form.exact), rows, scheme)


@check(
    "K15",
    Severity.ERROR,
    "评价等级与自评总分",
    formula="评价等级 = 按评分方案的等级标准由自评总分确定",
    source="财预〔2020〕10号；表内勾稽关系",
    concerns=("~/score", "~/grade"),
)
def grades(context: Context) -> Iterator[Problem]:
    facts = context.facts
    for index, project in assessed_projects(facts):
        yield from _wrong_grade(context, f"{project_pointer(index)}/grade", project.grade, project.score)
    yield from _wrong_grade(context, "/grade", facts.grade, facts.score)


def _wrong_grade(context: Context, pointer: str, stated: str | None, score: Decimal | None) -> Iterator[Problem]:
    due = grade(score, context.scheme)
    if stated is None or not stated.strip() or score is None or due is None or stated.strip() == due:
        return
    yield Problem(
        message=f"{context.label(pointer)}为“{stated}”，自评总分 {text(score)} 分按等级标准应为“{due}”，请更正。",
        path=pointer,
        left=short(score),
    )


@check(
    "K19",
    Severity.ERROR,
    "定量指标得分",
    formula=(
        "≥：完成值 ≥ 指标值得满分，否则 分值 × 完成值 ÷ 指标值；"
        "≤：完成值 ≤ 指标值得满分，否则 分值 × 指标值 ÷ 完成值；差 ≤ 0.01；按所写位数四舍五入的只提示"
    ),
    source="财预〔2020〕10号；表内勾稽关系",
    concerns=("~/target", "~/actual", "~/weight"),
)
def quantitative_scores(context: Context) -> Iterator[Problem]:
    for place in scored_indicators(context.facts):
        score, computed = place.indicator.score, indicator_score(place.indicator, context.scheme)
        if score is None or computed is None or not _is_settled_by_rule(place):
            continue
        if abs(score - computed) > TOLERANCE and not _follows_another_rule(context, place):
            pointer = f"{place.pointer}/score"
            name = f"按完成值 {place.indicator.actual} 计算为"
            full = place.indicator.weight
            yield from unequal_figures(context, pointer, score, computed, name, "分", full=full)


def _is_settled_by_rule(place: IndicatorPlace) -> bool:
    """A person scores dates, words, and "=" overshot: no rule of the field settles them."""
    pair = quantities(place.indicator)
    if pair is None:
        return False
    return not (place.indicator.comparator is Comparator.EQUAL and pair[0] > pair[1])


def _follows_another_rule(context: Context, place: IndicatorPlace) -> bool:
    """Points taken, with a reason, from a target set too low; or the pass line of 101号 that a file cannot name."""
    indicator, scheme = place.indicator, context.scheme
    score = indicator.score or ZERO
    if is_over_fulfilled(indicator, scheme) and is_stated(indicator.reason) and score <= (indicator.weight or ZERO):
        return True
    if not context.scheme_in_part or scheme.execution_method is not ExecutionMethod.BANDED:
        return False
    strict = indicator_score(indicator, replace(scheme, pass_line=SCHEME_2021_101.pass_line))
    return strict is not None and abs(score - strict) <= TOLERANCE


_BAND_TEXT = {
    Band.ACHIEVED: "80%（含）至100%（含）",
    Band.PARTLY: "60%（含）至80%",
    Band.NOT_ACHIEVED: "0–60%",
}


@check(
    "K21",
    Severity.ERROR,
    "定性指标的完成档次与得分",
    formula="得分 ÷ 分值 落在所选档次：达成 [80%,100%]，部分达成 [60%,80%)，未达成 [0,60%)",
    source="财预〔2020〕10号",
)
def qualitative_scores(context: Context) -> Iterator[Problem]:
    for place in scored_indicators(context.facts):
        indicator, allowed = place.indicator, score_range(place.indicator)
        if indicator.comparator is not Comparator.QUALITATIVE or indicator.band is None or allowed is None:
            continue
        if indicator.score is None or allowed.allows(indicator.score):
            continue
        pointer = f"{place.pointer}/score"
        yield Problem(
            message=(
                f"{context.label(pointer)} {text(indicator.score)} 分，不在“{indicator.band.label}”档的范围内："
                f"应为分值的 {_BAND_TEXT[indicator.band]}，即 {text(allowed.low)} 至 {text(allowed.high)} 分，请更正。"
            ),
            path=pointer,
            left=short(indicator.score),
            right=short(allowed.low if indicator.score < allowed.low else allowed.high),
        )


CHECKS: tuple[Check[Context], ...] = (weights, score_limits, totals, grades, quantitative_scores, qualitative_scores)
