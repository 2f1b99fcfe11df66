"""How indicators are set: their kinds, number, direction, names and baselines (domain §2.1, §5.3 B8–B11, §6.2)."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from assessments.rules.checks.check import Check, Context, Problem, Unread, check, short, text
from assessments.rules.checks.facts.indicators import is_quantitative
from assessments.rules.text.quantities import effective_target, is_stated, plain, read_quantity
from assessments.schema.facts import Indicator
from assessments.schema.pointers import (
    IndicatorPlace,
    assessed_projects,
    department_indicators,
    project_indicators,
    project_pointer,
    shortened,
)
from assessments.terms import Severity
from budgets.terms import Comparator

_AT_LEAST = {Comparator.AT_LEAST, Comparator.MORE_THAN}
_AT_MOST = {Comparator.AT_MOST, Comparator.LESS_THAN}
_OUTPUT = re.compile("产出|数量|质量|时效")
_BENEFIT = re.compile("效益|效果|影响")
_GROUPS = (("产出指标", _OUTPUT), ("效益指标", _BENEFIT))


@dataclass(frozen=True, slots=True)
class Holder:
    """Indicators that are set together: those of one project (`pointer` "/projects/0"), or of the department ("")."""

    pointer: str
    places: tuple[IndicatorPlace, ...]  # without those that do not apply
    count: int  # with them

    @property
    def is_project(self) -> bool:
        return bool(self.pointer)


def holders(context: Context) -> Iterator[Holder]:
    """Every assessed project and the department, each with its indicators, where there are any that apply."""
    facts = context.facts
    found = [
        (project_pointer(index), project_indicators(index, project)) for index, project in assessed_projects(facts)
    ]
    for pointer, places in [*found, ("", department_indicators(facts))]:
        rows = tuple(places)
        counted = tuple(place for place in rows if not place.indicator.not_applicable)
        if counted:
            yield Holder(pointer, counted, len(rows))


def called(indicator: Indicator) -> str:
    """The words that say what kind an indicator is of."""
    return f"{indicator.group or ''}{indicator.kind or ''}"


def _names(places: list[IndicatorPlace], most: int = 5) -> str:
    shown = "".join(f"“{shortened(place.indicator.name, 20)}”" for place in places[:most])
    return shown + (f"等 {len(places)} 个" if len(places) > most else "")


@check(
    "K31",
    Severity.WARNING,
    "一级、二级指标类型",
    formula="每个指标标明一级或二级类型；项目和部门整体都有产出、效益指标；项目缺质量或时效指标的提示",
    source="财预〔2021〕101号：产出、效益指标原则上都设",
    unread=Unread.ROW,
)
def missing_kinds(context: Context) -> Iterator[Problem]:
    """Satisfaction is held by the scheme's weights (K12): not every project serves the public."""
    for holder in holders(context):
        untyped = [place for place in holder.places if not called(place.indicator).strip()]
        if untyped:
            message = (
                f"{_of(context, holder)}有 {len(untyped)} 个指标未选一级、二级指标，请补选；批复未设的，写明原因："
                f"{_names(untyped)}。"
            )
            yield Problem(message=message, path=f"{untyped[0].pointer}/group")
            continue
        yield from _missing_groups(context, holder)


def _missing_groups(context: Context, holder: Holder) -> Iterator[Problem]:
    words = [called(place.indicator) for place in holder.places]
    of, path = _of(context, holder), f"{holder.pointer}/indicators"
    lacking = [name for name, pattern in _GROUPS if not any(map(pattern.search, words))]
    # A form that names all its groups otherwise (履职效能、管理效率) follows another framework than 财预〔2021〕101号.
    if len(lacking) > 1 and all(is_stated(place.indicator.group) for place in holder.places):
        return
    if lacking:
        message = f"{of}没有{'、'.join(lacking)}。年初批复未设的，写明原因，下年补设。"
        yield Problem(message=message, path=path)
    elif holder.is_project and all(is_stated(place.indicator.kind) for place in holder.places):
        thin = [name for name in ("质量", "时效") if not any(name in word for word in words)]
        if thin:
            message = f"{of}没有{'、'.join(f'{name}指标' for name in thin)}，请核对；年初批复未设的，下年补设。"
            yield Problem(message=message, path=path, severity=Severity.HINT)


def _of(context: Context, holder: Holder) -> str:
    return context.label(holder.pointer) if holder.is_project else "部门整体"


@check(
    "K32",
    Severity.WARNING,
    "指标过少或分值过于集中",
    formula="每个项目的三级指标 ≥ 3 个；单个指标分值 ≤ 40 分（界限随年度方案）",
    source="财预〔2021〕101号：指标应当全面、权重合理",
)
def few_or_heavy(context: Context) -> Iterator[Problem]:
    limits = context.scheme.thresholds
    for holder in holders(context):
        if not holder.is_project:
            continue
        count, fewest = holder.count, limits.fewest_indicators
        if count < fewest:
            yield Problem(
                message=(
                    f"{_of(context, holder)}有 {count} 个指标，少于 {fewest} 个。年初批复如此的，写明原因，下年补设。"
                ),
                path=f"{holder.pointer}/indicators",
                left=Decimal(count),
                right=Decimal(fewest),
                difference=Decimal(fewest - count),
            )
        for place in holder.places:
            weight, heaviest = place.indicator.weight, limits.heaviest_indicator
            if weight is not None and weight > heaviest:
                yield Problem(
                    message=(
                        f"{context.label(place.pointer)}分值 {text(weight)} 分，超过单个指标上限 {text(heaviest)} 分。"
                        "请核对分值；批复如此的，写明原因。"
                    ),
                    path=f"{place.pointer}/weight",
                    left=short(weight),
                    right=short(heaviest),
                    difference=short(weight - heaviest),
                )


_SAVING = re.compile("节约|节省|节支|降低|下降|减少|压减|压缩|控制率|标准|供养|保障|补助|达标|合规|准确|覆盖")


@check(
    "K33",
    Severity.WARNING,
    "成本指标的指标性质",
    formula="成本指标不用“≥”“>”（节约、降低类除外）",
    source="财预〔2021〕101号：成本指标控制上限",
)
def cost_direction(context: Context) -> Iterator[Problem]:
    for place in _places(context):
        indicator = place.indicator
        cost = "成本" in called(indicator) and "效益" not in (indicator.kind or "")
        if cost and indicator.comparator in _AT_LEAST and not _SAVING.search(indicator.name):
            sign = indicator.comparator.label if indicator.comparator else ""
            yield Problem(
                message=(
                    f"成本{context.label(place.pointer)}的指标性质为“{sign}”，一般应为“≤”（支出越少越好）。"
                    "请核对；批复如此的，写明原因。"
                ),
                path=f"{place.pointer}/comparator",
            )


def _places(context: Context) -> Iterator[IndicatorPlace]:
    for holder in holders(context):
        yield from holder.places


_MONEY_MOVED = re.compile(
    "(预算|资金|经费|款项|拨款)(执行|支付|支出|拨付|使用|到位|下达)(率|进度|比例|金额|额|数)$"
    "|^(支付率|支出率|执行率|支出进度|执行进度)$|(资金|经费)(总?金?额|总数)$"
)


@check(
    "K34",
    Severity.WARNING,
    "以资金收支作产出指标",
    formula="数量、质量指标不是资金支付率、执行率、拨付率或资金金额",
    source="财预〔2021〕101号：产出指标反映提供的产品和服务",
)
def money_as_output(context: Context) -> Iterator[Problem]:
    for place in _places(context):
        words = called(place.indicator)
        output = re.search("数量|质量", words) or words == "产出指标"
        if output and _MONEY_MOVED.search(plain(place.indicator.name)):
            message = (
                f"{context.label(place.pointer)}反映资金支付情况，不能作为产出指标。"
                "请改为完成的工作量或服务量；批复如此的，写明原因。"
            )
            yield Problem(message=message, path=f"{place.pointer}/name")


_HOLLOW = re.compile(
    "(效果|成效|作用)(比较|较|十分)?(明显|显著|良好)$|^符合(相关|有关|国家|上级)?(规定|要求)$|^(良好|显著|明显|长期)$"
)
_SAME = 3  # benefit indicators of one project that state the same share


@check(
    "K35",
    Severity.HINT,
    "指标值不可衡量",
    formula="同一项目有 3 个以上效益指标同为 ≥95% 或 100%；指标值写“效果明显”“符合规定”",
    source="财预〔2021〕101号：指标值应有依据、可衡量",
)
def hollow_targets(context: Context) -> Iterator[Problem]:
    for holder in holders(context):
        shares: Counter[Decimal] = Counter()
        for place in holder.places:
            indicator = place.indicator
            target = effective_target(indicator)
            quantity = read_quantity(target, indicator.unit)
            if quantity is not None and quantity.unit == "%" and "效益" in called(indicator):
                shares[quantity.value] += 1
            elif _HOLLOW.search(plain(target or "")):
                message = (
                    f"{context.label(place.pointer)}年度指标值“{shortened(target or '')}”没有衡量标准，请核对测算依据。"
                )
                yield Problem(message=message, path=f"{place.pointer}/target")
        for value, count in shares.items():
            if count >= _SAME and value >= 95:
                message = (
                    f"{_of(context, holder)}有 {count} 个效益指标的年度指标值都是 {text(value)}%，请核对测算依据。"
                )
                yield Problem(message=message, path=f"{holder.pointer}/indicators", left=Decimal(count))


# What counts what was done; and what there is little of where work is good.
_COUNTED = re.compile("(次数|人次|件数|个数|户数|场次|数量|人数|期数|篇数|份数|里程|面积|数)$")
_COUNTS = set("次件个人户场项期篇份处座台套辆条宗") | {"人次", "场次", "户次", "批次"}
_UNWANTED = re.compile(
    "投诉|事故|发案|上访|访量|到访|非访|违规|违纪|违法|差错|错误|超时|超期|逾期|伤亡|死亡|故障|损失|排放|能耗|消耗|积压|失误"
    "|误差|退件|退回|拒|发生|病虫|缺陷|问题|污染|火灾|舆情|负面|流失|离职|空置|时间|天数|时长|成本|费用|单价|标准|控制|刑事|犯罪|转为"
)
_FEWER = re.compile("减少([\u4e00-\u9fff]{2,8}?)(?:[，。；、,;和]|$)")


@check(
    "K37",
    Severity.HINT,
    "指标性质与目标",
    formula="数量指标用“≤”；目标写“减少……”而对应指标用“≥”",
    source="财预〔2020〕10号：指标与目标一致",
    concerns=("~/name", "~/target"),
)
def doubtful_direction(context: Context) -> Iterator[Problem]:
    for place in _places(context):
        indicator = place.indicator
        if indicator.comparator in _AT_MOST and is_quantitative(indicator) and _is_volume(indicator):
            sign = indicator.comparator.label if indicator.comparator else ""
            yield Problem(
                message=(
                    f"{context.label(place.pointer)}考核数量，指标性质为“{sign}”，完成越少得分越高，请核对是否选错。"
                ),
                path=f"{place.pointer}/comparator",
            )
    for at, goal in enumerate(context.facts.goals.sub):
        # A form that is read again does not tell whose indicator is whose.
        holder = f"/goals/sub/{at}" if goal.indicators else ""
        indicators = goal.indicators or context.facts.indicators
        for thing in _FEWER.findall(plain(goal.statement or "")):
            for number in (number for number, each in enumerate(indicators) if _asks_for_more(each, thing)):
                pointer, comparator = f"{holder}/indicators/{number}", indicators[number].comparator
                sign = comparator.label if comparator else ""
                message = (
                    f"分项绩效目标写“减少{thing}”，{context.label(pointer)}的指标性质为“{sign}”，两处相反，请核对。"
                )
                yield Problem(message=message, path=f"{pointer}/comparator")


def _asks_for_more(indicator: Indicator, thing: str) -> bool:
    is_named = thing in indicator.name and not re.search("减少|下降|降低", indicator.name)
    return is_named and indicator.comparator in _AT_LEAST and is_quantitative(indicator)


def _is_volume(indicator: Indicator) -> bool:
    """Whether it counts work done, of which more is better."""
    kind, name = called(indicator), plain(indicator.name)
    if _UNWANTED.search(name) or re.search("成本|时效|质量|满意", kind):
        return False
    target = read_quantity(effective_target(indicator), indicator.unit)
    counts = target is not None and target.unit in _COUNTS
    return counts and ("数量" in kind or _COUNTED.search(name) is not None)


# "和" inside a word joins nothing.
_NO_JOINT = re.compile(
    "参与|与会|及时|普及|涉及|及格|触及|危及|和谐|和平|和解|和睦|和美|缓和|饱和|总和|共和|温和|以及时"
)
_JOINT = re.compile("[\u4e00-\u9fff]{2}(?:和|及|与|并|以及)[\u4e00-\u9fff]{2}")


@check(
    "K38",
    Severity.HINT,
    "复合指标",
    formula="计数指标的名称不用“和”“及”“与”连接两个量",
    source="财预〔2021〕101号：一个指标只衡量一件事",
)
def composite_indicators(context: Context) -> Iterator[Problem]:
    for place in _places(context):
        indicator, name = place.indicator, plain(place.indicator.name)
        quantity = read_quantity(effective_target(indicator), indicator.unit)
        counts = quantity is not None and quantity.unit in _COUNTS
        if counts and _COUNTED.search(name) and _JOINT.search(_NO_JOINT.sub("某某", name)):
            message = f"{context.label(place.pointer)}含两项内容，完成值无法分别核实，请核对；下年请分设为两个指标。"
            yield Problem(message=message, path=f"{place.pointer}/name")


_CHANGE = re.compile("下降|增长|提高|提升|上升|降低|减少|增加|增幅|降幅|增速")
_BASE_NAMED = re.compile("同比|环比|较上年|比上年|较去年|比去年|较基期|比基期|较?[比较]?20[0-9]{2}年")


@check(
    "K39",
    Severity.WARNING,
    "基期值",
    formula="名称含“下降”“增长”“提高”且以百分率衡量的指标，须有基期值或写明与哪一年比",
    source="财预〔2021〕101号：指标值须可核实",
)
def missing_baselines(context: Context) -> Iterator[Problem]:
    for place in _places(context):
        indicator = place.indicator
        quantity = read_quantity(effective_target(indicator), indicator.unit)
        percent = quantity is not None and quantity.unit == "%"
        said = plain(f"{indicator.name}{indicator.target or ''}{indicator.actual or ''}{indicator.unit or ''}")
        changes = percent and _CHANGE.search(plain(indicator.name)) is not None
        if changes and not is_stated(indicator.baseline) and not _BASE_NAMED.search(said):
            message = (
                f"{context.label(place.pointer)}是增减率，没有填基期值。请填上年（或对比年度）的数；没有的，写明原因。"
            )
            yield Problem(message=message, path=f"{place.pointer}/baseline")


_FILLING = set("的了个各类等项全年度情况工作项目指标完成及与和")
_COUNT_WORD = re.compile("(个数|数量|总数|数)$")


@check(
    "K40",
    Severity.WARNING,
    "重复指标",
    formula="同一项目内，名称的相同比例 ≥ 85%（随年度方案）且只差虚词的指标；产出与效益同名的指标",
    source="复核口径：重复的指标只计一次",
)
def repeated_indicators(context: Context) -> Iterator[Problem]:
    """Names that differ in a word of substance ("小学", "中学") measure two things, however alike they look."""
    for holder in holders(context):
        seen: list[tuple[str, IndicatorPlace]] = []
        for place in holder.places:
            name = _COUNT_WORD.sub("数", plain(place.indicator.name))
            twin = next((earlier for key, earlier in seen if name and _is_twin(context, name, key)), None)
            if twin is not None:
                earlier_name = shortened(twin.indicator.name)
                message = (
                    f"{context.label(place.pointer)}与“{earlier_name}”重复，同一结果只计一次。请核对；"
                    "批复如此的，写明原因。"
                )
                yield Problem(message=message, path=f"{place.pointer}/name")
            seen.append((name, place))


def _is_twin(context: Context, name: str, other: str) -> bool:
    if name == other:
        return True
    matcher = SequenceMatcher(None, name, other, autojunk=False)
    if Decimal(matcher.ratio()) * 100 < context.scheme.thresholds.similar_names:
        return False
    apart = [name[a:b] + other[c:d] for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    return set("".join(apart)) <= _FILLING


CHECKS: tuple[Check[Context], ...] = (
    missing_kinds,
    few_or_heavy,
    cost_direction,
    money_as_output,
    hollow_targets,
    doubtful_direction,
    composite_indicators,
    missing_baselines,
    repeated_indicators,
)
