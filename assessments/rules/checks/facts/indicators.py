"""Indicators: their results, reasons, units, evidence and changed targets (domain §2.4, §6.2)."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from assessments.rules.checks.check import Check, Context, InReports, Problem, Unread, check, short, text
from assessments.rules.checks.facts.formalities import shown
from assessments.rules.scoring.scores import excess, is_over_fulfilled, quantities
from assessments.rules.text.quantities import effective_target, is_stated, plain, read_date, read_quantity
from assessments.schema.due import AT_ONCE, ONGOING, Due
from assessments.schema.facts import Facts, Indicator
from assessments.schema.pointers import IndicatorPlace, assessed_projects, project_pointer, scored_indicators, shortened
from assessments.terms import Severity
from budgets.terms import Comparator


def is_quantitative(indicator: Indicator) -> bool:
    """Whether a number is held against a number: a comparator, and a target that is a number."""
    if indicator.comparator in {None, Comparator.QUALITATIVE}:
        return False
    return read_quantity(effective_target(indicator), indicator.unit) is not None


# "250×8×3": a number that nobody worked out.
_FORMULA = re.compile(r"[<>=≥≤]{0,2}[0-9.,]++(?:[×xX*＊·÷+＋][0-9.,]++)+[^0-9]{0,12}")
_FROM_THEN_ON = {Comparator.AT_LEAST, Comparator.MORE_THAN}


def lost_points(indicator: Indicator) -> bool:
    return indicator.score is not None and indicator.weight is not None and indicator.score < indicator.weight


@check(
    "K20",
    Severity.ERROR,
    "定量指标的实际完成值",
    formula="指标值是数字的定量指标，完成值必须是一个确定的数字，且不以百分率代替数量；指标值不写算式",
    source="财预〔2021〕101号：定量指标按数值计分",
)
def numeric_actuals(context: Context) -> Iterator[Problem]:
    for place in scored_indicators(context.facts):
        indicator, target = place.indicator, effective_target(place.indicator)
        if indicator.comparator in {None, Comparator.QUALITATIVE} or target is None:
            continue
        if _FORMULA.fullmatch(plain(target)):
            yield _no_number(context, f"{place.pointer}/target", target, "算式请更正为算得的数字。")
        elif is_quantitative(indicator) and is_stated(indicator.actual):
            yield from _wrong_actual(context, place)


def _wrong_actual(context: Context, place: IndicatorPlace) -> Iterator[Problem]:
    indicator, pointer = place.indicator, f"{place.pointer}/actual"
    actual, unit = indicator.actual or "", indicator.unit
    number, target = read_quantity(actual, unit), read_quantity(effective_target(indicator), unit)
    if number is None or number.sign:
        yield _no_number(context, pointer, actual, "定量指标请更正为一个确定的数字。")
    elif target and target.unit and target.measure.name != "%" and number.measure.name == "%":
        yield _no_number(context, pointer, actual, f"指标值的单位是“{target.unit}”，请更正为完成的数量。")


def _no_number(context: Context, pointer: str, written: str, asked: str) -> Problem:
    return Problem(message=f"{context.label(pointer)}填的是“{shortened(written)}”，{asked}", path=pointer)


@check(
    "K73",
    Severity.WARNING,
    "逾期完成而得满分",
    formula=(
        "完成日期 > 指标值所定日期（“10月底前”为10月31日，“年内”为12月31日，“上半年”为6月30日）的，"
        "得分 < 分值，并写明原因"
    ),
    source="财预〔2020〕10号：未按时完成的应扣分并说明原因",
)
def late_but_full(context: Context) -> Iterator[Problem]:
    for place in scored_indicators(context.facts):
        indicator = place.indicator
        due, done = (_day(text, context.facts.year) for text in (effective_target(indicator), indicator.actual))
        if due is None or done is None or done <= due or indicator.comparator in _FROM_THEN_ON:
            continue
        if indicator.score is not None and indicator.score == indicator.weight and not is_stated(indicator.reason):
            yield Problem(
                message=(
                    f"{context.label(place.pointer)}完成日期 {shown(done)}，晚于指标值所定的 {shown(due)}，"
                    "得分仍为满分。请扣减相应得分；确属按时完成或经批准延期的，写明原因。"
                ),
                path=f"{place.pointer}/score",
                difference=Decimal((done - due).days),
            )


def _day(text: str | None, year: int) -> date | None:
    """The day that a target or result names, in the year of the report where it names none."""
    if not is_stated(text) or read_quantity(text) is not None:
        return None
    day = read_date(text) or Due(plain(text or "").lstrip("≤<")).day(date(year, 1, 1))
    return None if day in {AT_ONCE, ONGOING} else day


@check(
    "K22",
    Severity.WARNING,
    "超额偏离",
    formula="（完成值 − 指标值）÷ 指标值 ≥ 30%（界限随年度方案）须写明原因",
    source="财预〔2020〕10号：完成值高出较多应分析原因",
    concerns=("~/actual", "~/target"),
    unread=Unread.ROW,
)
def over_fulfilment(context: Context) -> Iterator[Problem]:
    limit = context.scheme.thresholds.over_fulfilment
    for place in scored_indicators(context.facts):
        indicator = place.indicator
        above, pair = excess(indicator), quantities(indicator)
        if above is None or pair is None or not is_over_fulfilled(indicator, context.scheme):
            continue
        if not is_stated(indicator.reason):
            pointer = f"{place.pointer}/reason"
            yield Problem(
                message=(
                    f"{context.label(place.pointer)}实际完成值高出年度指标值 {text(above)}%（界限 {text(limit)}%）。"
                    "请核对；确属实际的，写明原因，年初指标值偏低的下年调整。"
                ),
                path=pointer,
                left=short(pair[0]),
                right=short(pair[1]),
                difference=short(pair[0] - pair[1]),
            )


@check(
    "K23",
    Severity.ERROR,
    "未得满分的原因",
    formula="得分 < 分值 时，偏差原因分析及改进措施不能为空",
    source="财预〔2020〕10号：未完成或偏离较大的须说明原因和改进措施",
    concerns=("~/score", "~/weight"),
    unread=Unread.ROW,
)
def missing_reasons(context: Context) -> Iterator[Problem]:
    for place in scored_indicators(context.facts):
        score, weight = place.indicator.score, place.indicator.weight
        if score is None or weight is None or score >= weight or is_stated(place.indicator.reason):
            continue
        yield Problem(
            message=(
                f"{context.label(place.pointer)}得 {text(score)} 分，分值 {text(weight)} 分，"
                "请填写偏差原因分析及改进措施。"
            ),
            path=f"{place.pointer}/reason",
            left=short(score),
            right=short(weight),
            difference=short(weight - score),
        )


_CLICHES = {"无", "正常", "按要求", "按要求完成", "无偏差", "已完成", "不适用", "暂无", "略"}
_PUNCTUATION = re.compile(r"[\W_]+")


@check(
    "K24",
    Severity.WARNING,
    "原因说明是否具体",
    formula="须写明的原因不少于 20 字（随年度方案），且不是“无”“正常”“按要求”等套话",
    source="财预〔2020〕10号：原因分析须具体",
    concerns=("~/score", "~/weight"),
    unread=Unread.ROW,
)
def thin_reasons(context: Context) -> Iterator[Problem]:
    """Only where a reason is due: "无" beside a target that was met is an honest answer."""
    for place in scored_indicators(context.facts):
        indicator = place.indicator
        if lost_points(indicator) or is_over_fulfilled(indicator, context.scheme):
            yield from _thin(context, f"{place.pointer}/reason", indicator.reason)
    for index, project in assessed_projects(context.facts):
        spent = project.total
        if spent.score is not None and spent.weight is not None and spent.score < spent.weight:
            yield from _thin(context, f"{project_pointer(index)}/reason", project.reason)


def _thin(context: Context, pointer: str, reason: str | None) -> Iterator[Problem]:
    written, shortest = "".join((reason or "").split()), context.scheme.thresholds.shortest_reason
    if not written:
        return
    if _PUNCTUATION.sub("", written) in _CLICHES:
        yield Problem(message=f"{context.label(pointer)}写的是“{written}”，请写明具体原因和改进措施。", path=pointer)
    elif len(written) < shortest:
        yield Problem(
            message=f"{context.label(pointer)}现有 {len(written)} 字，不足 {shortest} 字，请写明具体原因和改进措施。",
            path=pointer,
            left=Decimal(len(written)),
            right=Decimal(shortest),
            difference=Decimal(shortest - len(written)),
        )


@check(
    "K25",
    Severity.ERROR,
    "实际完成值",
    formula="每个适用的指标都有实际完成值（定性指标可以只选完成档次）",
    source="财预〔2020〕10号：自评表须填实际完成值",
    unread=Unread.ROW,
)
def missing_actuals(context: Context) -> Iterator[Problem]:
    for place in scored_indicators(context.facts):
        indicator = place.indicator
        judged = indicator.comparator is Comparator.QUALITATIVE and indicator.band is not None
        if not is_stated(indicator.actual) and not judged:
            pointer = f"{place.pointer}/actual"
            yield Problem(message=f"{context.label(pointer)}未填写，请填写；不考核的勾选“本年度不适用”。", path=pointer)


_IRREGULAR_UNITS = {"百分比": "%", "百分数": "%", "百分之": "%", "百分号": "%", "percent": "%", "pct": "%"}
_GROWTH = re.compile("增长|增幅|增速|提高|提升|上升|增加|翻番")


def _irregular_unit(indicator: Indicator) -> str:
    """The word for % that a form without a column for units has behind the target."""
    target = plain(effective_target(indicator) or "")
    return next((word for word in _IRREGULAR_UNITS if target.endswith(word)), "")


@check(
    "K36",
    Severity.WARNING,
    "计量单位",
    formula="定量指标有计量单位；百分率写“%”；不写“≥100%”",
    source="财预〔2021〕101号：指标值须有计量单位",
    unread=Unread.ROW,
)
def measuring_units(context: Context) -> Iterator[Problem]:
    for place in scored_indicators(context.facts):
        indicator = place.indicator
        target = read_quantity(effective_target(indicator), indicator.unit)
        if target is None or not is_quantitative(indicator):
            continue
        pointer, unit = f"{place.pointer}/unit", plain(indicator.unit or "") or _irregular_unit(indicator)
        if unit in _IRREGULAR_UNITS:
            regular = _IRREGULAR_UNITS[unit]
            message = (
                f"{context.label(pointer)}写作“{indicator.unit or unit}”，请更正为“{regular}”；批复如此的，写明原因。"
            )
            yield Problem(message=message, path=pointer)
        elif not target.unit:
            message = f"{context.label(pointer)}未填写，请填写，如“件”“次”“%”；确无单位的，写明原因。"
            yield Problem(message=message, path=pointer)
        if _asks_for_more_than_all(indicator, target.unit, target.value):
            pointer = f"{place.pointer}/comparator"
            message = (
                f"{context.label(place.pointer)}是比率，最高为 100%，“{indicator.comparator}100%”请改为“＝100%”；"
                "批复如此的，写明原因。"
            )
            yield Problem(message=message, path=pointer)


def _asks_for_more_than_all(indicator: Indicator, unit: str, target: Decimal) -> bool:
    """A share cannot exceed 100 %; growth can."""
    upwards = indicator.comparator in {Comparator.AT_LEAST, Comparator.MORE_THAN}
    return upwards and unit == "%" and target == 100 and not _GROWTH.search(indicator.name)


_SURVEY = re.compile("问卷|调查|样本|测评|测评表|回访|访谈|评议|抽样|满意度表|评价表")


@check(
    "K41",
    Severity.WARNING,
    "佐证材料",
    formula="得分 > 0 的指标有佐证材料；满意度指标有问卷或调查",
    source="绩效自评通知：须上传佐证材料",
    in_reports=InReports.NEVER,
)
def missing_evidence(context: Context) -> Iterator[Problem]:
    facts = context.facts
    scored = [place for place in scored_indicators(facts) if place.indicator.score and place.indicator.score > 0]
    for place in scored:
        pointer = f"{place.pointer}/evidence"
        if not any(is_stated(name) for name in place.indicator.evidence):
            message = f"{context.label(place.pointer)}得 {text(place.indicator.score or Decimal(0))} 分，没有佐证材料。"
            yield Problem(message=f"{message}请补填；确实没有的，写明原因。", path=pointer)
        elif _lacks_survey(place.indicator):
            message = (
                f"{context.label(place.pointer)}的佐证材料中没有问卷或调查。请补填调查方式、样本量和结果；"
                "确实没有的，写明原因。"
            )
            yield Problem(message=message, path=pointer)
    if not scored and facts.score is not None and facts.score > 0 and not _has_any_evidence(facts):
        message = (
            f"部门自评总分 {text(facts.score)} 分，没有附件，指标也没有佐证材料。请上传佐证材料；确实没有的，写明原因。"
        )
        yield Problem(message=message, path="/attachments")


def _lacks_survey(indicator: Indicator) -> bool:
    named = f"{indicator.group or ''}{indicator.kind or ''}{indicator.name}"
    said = "".join((*indicator.evidence, indicator.actual or "", indicator.reason or ""))
    return "满意度" in named and not _SURVEY.search(said)


def _has_any_evidence(facts: Facts) -> bool:
    return bool(facts.attachments) or any(place.indicator.evidence for place in scored_indicators(facts))


@check(
    "K66",
    Severity.WARNING,
    "批复指标值调整依据",
    formula="调整后指标值 ≠ 批复的指标值 时，须有批准文号或写明原因",
    source="绩效目标随预算批复，原则上不调整",
)
def changed_targets(context: Context) -> Iterator[Problem]:
    for place in scored_indicators(context.facts):
        indicator = place.indicator
        new, old = indicator.adjusted_target, indicator.target
        if new is None or not new.strip() or _same(new, old, indicator.unit):
            continue
        if not is_stated(indicator.change_document) and not is_stated(indicator.reason):
            pointer = f"{place.pointer}/adjusted_target"
            was = f"为“{shortened(old)}”" if old is not None and old.strip() else "未填写"
            yield Problem(
                message=(
                    f"{context.label(place.pointer)}批复的指标值{was}，调整后指标值为“{shortened(new)}”，没有批准文号。"
                    "请补填；没有批准文号的，写明原因。"
                ),
                path=pointer,
            )


def _same(new: str, old: str | None, unit: str | None) -> bool:
    """Whether two texts state the same target: "40" and "40.0 件" do."""
    if plain(new) == plain(old or ""):
        return True
    one, other = read_quantity(new, unit), read_quantity(old, unit)
    if one is None or other is None or not one.is_comparable_with(other):
        return False
    return one.sign == other.sign and one.in_unit_of(other) == other.value


CHECKS: tuple[Check[Context], ...] = (
    numeric_actuals,
    over_fulfilment,
    late_but_full,
    missing_reasons,
    thin_reasons,
    missing_actuals,
    measuring_units,
    missing_evidence,
    changed_targets,
)
