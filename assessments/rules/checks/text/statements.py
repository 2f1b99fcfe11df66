"""What a report says against itself: scores, problems and measures, transfers, dates, figures (domain §5.3 A, B)."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from assessments.rules.checks.check import TOLERANCE, Check, Problem, check
from assessments.rules.checks.facts.claims import transfers_assessed
from assessments.rules.checks.facts.formalities import shown
from assessments.rules.checks.text.reading import TextContext, quoted
from assessments.rules.text.outline import OutlineHeading, Span
from assessments.rules.text.sentences import dates, years_in
from assessments.rules.text.shortcomings import admitted
from assessments.schema.facts import Facts
from assessments.terms import Severity
from budgets.money import YUAN_PER, NumberError, amount_text, parse_number
from budgets.terms import MoneyUnit

_WHOLE_FULL = re.compile(
    r"(?:整体|部门)[^。；\n]{0,30}?(?:得分|评分|总分|自评分|分数)\s*+(?:(?:为|是|：|:|达到?)\s*+)?(100(?:\.0++)?\s*+分)"
    r"|(?:综合|总|自评总)(?:得分|评分|分)\s*+(?:(?:为|是|：|:)\s*+)?(100(?:\.0++)?\s*+分)"
)


@check(
    "K28",
    Severity.WARNING,
    "满分但写有不足",
    formula="部门整体自评满分的报告，不写差距、不足、不够",
    source="复核口径：报告内部逻辑一致",
)
def full_marks_with_shortcomings(context: TextContext) -> Iterator[Problem]:
    score = _full_score(context)
    if score is None:
        return
    spans = tuple(span for span in admitted(context.text) if not _inside(span, context.tables))
    if spans:
        message = f"部门自评满分，但文中写有{quoted(context, spans)}。请扣减相应得分；不扣分的，写明原因。"
        yield Problem(message=message, path=None, left=Decimal(100), spans=(score, *spans))


def _full_score(context: TextContext) -> Span | None:
    """Where the text gives the department full marks; as the facts have it, where they were read."""
    stated = context.facts.score if context.facts else None
    match = _WHOLE_FULL.search(context.text)
    if stated is None:
        return match.span() if match else None
    if stated != Decimal(100):
        return None
    places = context.places.get("/score", ())
    return places[0] if places else match.span() if match else None


def _inside(span: Span, outer: tuple[Span, ...]) -> bool:
    return any(start <= span[0] < end for start, end in outer)


_MEASURES = re.compile("整改|改进|措施|下一步|下步|今后|建议|结果应用|工作打算")
_MEASURE_SAID = re.compile(
    "下一步|下步|今后|下一?年度?|将进一步|整改|改进措施|将[^。]{0,30}(?:加强|完善|提升|提高|健全)"
)
_TOPICS = ("采购", "资产", "内部控制", "内控", "合同", "信息公开", "预算编制", "绩效监控", "档案管理", "结转结余")
_TOPIC_WORDS = {"信息公开": "公开", "预算编制": "预算", "内部控制": "内控|内部控制", "内控": "内控|内部控制"}
_OWNER = re.compile("责任人|责任股室|责任科室|责任部门|责任单位|牵头|负责人|由[^，。；\n]{2,16}负责|专人")
_DUE = re.compile(
    r"期限|时限|[0-9]{1,2}月(?:底|末|[0-9]{1,2}日)?(?:之?前|完成)|年底前|(?:上|下)半年|季度|立行立改|已完成整改"
)


@check(
    "K30",
    Severity.ERROR,
    "问题与整改措施",
    formula="写了问题的有措施，点名的薄弱环节各有措施（缺则警告）；措施有责任人和期限（缺则提示）",
    source="财预〔2020〕10号：自评结果应用和整改",
)
def measures(context: TextContext) -> Iterator[Problem]:
    """Less than the form's own rule, which is an error: prose need not name people, and may speak of them elsewhere."""
    faults = [span for span in admitted(context.text) if not _inside(span, context.tables)]
    if not faults or context.is_field:
        return
    said = _measures_said(context)
    if context.has_unread(faults[0][0]):
        return  # a picture may hold them
    if not said:
        message = (
            f"文中写有{quoted(context, tuple(faults))}，没有整改或改进措施。请逐条补写措施、责任人和完成期限；"
            "确实没有的，写明原因。"
        )
        yield Problem(message=message, path=None, spans=tuple(faults[:5]), severity=Severity.WARNING)
        return
    without = dict(_topics_without_measure(context, said))
    if without:
        message = (
            f"{'、'.join(without)}写有差距，整改措施没有对应内容。请逐条补写措施、责任人和完成期限；确实没有的，"
            "写明原因。"
        )
        yield Problem(message=message, path=None, spans=tuple(without.values()), severity=Severity.WARNING)
    elif not _OWNER.search(said) and not _DUE.search(said):
        message = f"文中写有{quoted(context, tuple(faults))}，整改措施没有责任人和完成期限，请核对。"
        yield Problem(message=message, path=None, spans=tuple(faults[:5]), severity=Severity.HINT)


def _measures_said(context: TextContext) -> str:
    """What stands under headings about measures, and sentences elsewhere that announce one."""
    parts = [context.words(span) for title, span in under_headings(context) if _MEASURES.search(title)]
    parts += [said for _, said in context.sentences if _MEASURE_SAID.search(said)]
    return "\n".join(parts)


def under_headings(context: TextContext) -> Iterator[tuple[str, Span]]:
    """Every heading's first words with the text down to the next heading of its level or above."""
    open_ones: list[OutlineHeading] = []
    for heading in (*context.headings, None):
        while open_ones and (heading is None or open_ones[-1].level >= heading.level):
            above = open_ones.pop()
            end = heading.line[0] if heading else len(context.text)
            yield re.split("[。：:；]", above.title, maxsplit=1)[0][:_LONGEST_HEADING], (above.line[0], end)
        if heading:
            open_ones.append(heading)


_LONGEST_HEADING = 30  # characters: what stands behind them is the paragraph itself


def _topics_without_measure(context: TextContext, said: str) -> Iterator[tuple[str, Span]]:
    """Parts of the work that a sentence calls weak, and that no measure mentions."""
    for (start, _), sentence in context.sentences:
        first = next(admitted(sentence), None)
        if first is None or _MEASURE_SAID.search(sentence):
            continue
        blamed = re.split("[，。；]", sentence[: first[0]])[-1]
        offset = start + first[0] - len(blamed)
        for topic in _TOPICS:
            at = blamed.find(topic)
            if at >= 0 and not re.search(_TOPIC_WORDS.get(topic, topic), said.replace(sentence, "")):
                yield topic, (offset + at, offset + at + len(topic))


_NONE_AT_ALL = re.compile(r"转移支付[^。\n]{0,16}?(?<![0-9.])0(?:\.0+)?\s*(?:万元|元|项|个)")
_SOME = re.compile(
    r"转移支付[^。；\n]{0,16}?(?<![0-9.])(?:[1-9][0-9,]*(?:\.[0-9]+)?|0\.0*[1-9][0-9]*)\s*(?:万元|亿元|元|项|个)"
)
_DONE = re.compile("汇总|形成|组织(?:相关|有关|各|所属|下级)|基础上")
_SAYS_NONE = re.compile("未|无|不涉及|没有|不含|不需")


@check(
    "K43",
    Severity.ERROR,
    "无转移支付但写有自评",
    formula="转移支付为 0 项 0 元的报告，不写“汇总形成对下转移支付自评”",
    source="表内勾稽关系；模板残留",
)
def transfers_of_nothing(context: TextContext) -> Iterator[Problem]:
    none = _NONE_AT_ALL.search(context.text)
    if none is None or _SOME.search(context.text) or context.is_field:
        return
    spans = tuple(
        (start + at, start + end)
        for (start, _), sentence in context.sentences
        if _DONE.search(sentence) and not _SAYS_NONE.search(sentence)
        for at, end in transfers_assessed(sentence)
    )
    if spans:
        message = f"转移支付为 0，但文中写有转移支付自评内容{quoted(context, spans)}，请删去这段文字。"
        yield Problem(message=message, path=None, left=Decimal(0), spans=(none.span(), *spans))


_HANDED_IN = re.compile("报送|上报|提交")
_ORDERED = re.compile("要求|通知|应当?|须|各(?:单位|股室|科室|部门|处室)|所属|拟|计划|将于|截止|截至")
_PLANNED_PUBLIC = re.compile("公开|公示")


@check(
    "K45",
    Severity.ERROR,
    "日期先后",
    formula="文中已报送、已公开的日期与落款日期先后相符（不符的警告）",
    source="表内勾稽关系",
)
def order_of_dates(context: TextContext) -> Iterator[Problem]:
    signed = _signed_on(context)
    if signed is None or context.is_field:
        return
    last, own_line = signed
    for (start, _), sentence in context.sentences:
        found = list(dates(sentence))
        if not found or start == own_line[0]:
            continue
        (at, end), told = found[-1]
        span = (start + at, start + end)
        message = None
        if _claims_handed_in(sentence, end) and _is_before(told, last):
            message = (
                f"文中称{context.words(span)}已完成并报送，早于落款日期（{shown(last)}）。请更正；确属实际的，"
                "写明原因。"
            )
        elif _plans_to_publish(sentence) and told[:2] < (last.year, last.month):
            message = f"拟公开的日期{context.words(span)}早于落款日期（{shown(last)}）。请更正；确属实际的，写明原因。"
        if message:
            yield Problem(message=message, path=None, spans=(span, own_line), severity=Severity.WARNING)


def _claims_handed_in(sentence: str, end: int) -> bool:
    """Whether it tells of a report handed in on that day; not of a last day ("20日前") or an order to others."""
    until = sentence[end : end + 1] in {"前", "以", "之"}
    return bool(_HANDED_IN.search(sentence) and re.search("完成|已", sentence)) and not (
        until or _ORDERED.search(sentence)
    )


def _plans_to_publish(sentence: str) -> bool:
    return bool(_PLANNED_PUBLIC.search(sentence) and re.search("拟|将|计划", sentence)) and "自评" in sentence


def _is_before(told: tuple[int, int, int | None], last: date) -> bool:
    year, month, day = told
    return day is not None and (year, month, day) < (last.year, last.month, last.day)


def _signed_on(context: TextContext) -> tuple[date, Span] | None:
    """The date in a line of its own, the last one of the report; as it was read, where the facts have it."""
    reported = context.facts.dates.reported if context.facts else None
    if reported is not None and "/dates/reported" in context.places:
        return reported, context.places["/dates/reported"][0]
    rows = [
        (span, found)
        for span, (year, month, day) in dates(context.text)
        if day is not None and _is_own_line(context.text, span) and (found := _day(year, month, day))
    ]
    return (rows[-1][1], rows[-1][0]) if rows else None


def _is_own_line(text: str, span: Span) -> bool:
    before = text[text.rfind("\n", 0, span[0]) + 1 : span[0]]
    after = text[span[1] :].split("\n", 1)[0]
    return not after.strip() and len(before.strip()) <= 30 and not re.search("[，。；、：:]", before)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_STATES = r"(?:预算|共计|合计|共|总计|为|是|：|:|\s){0,3}([0-9][0-9,]*(?:\.[0-9]+)?)\s*(万元|亿元|元)"
# What a sentence in a narrative field states again, and where the form has it.
_RESTATED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("/revenue/total", re.compile(rf"(?<![\u4e00-\u9fff])(?:预算)?收入(?:预算)?(?:合计|总额|总计|总数)?{_STATES}")),
    ("/expenditure/total", re.compile(rf"(?:(?:预算)?支出(?:预算)?(?:合计|总额|总计|总数)|支出预算){_STATES}")),
    ("/expenditure/basic", re.compile(rf"基本支出{_STATES}")),
    ("/expenditure/personnel", re.compile(rf"人员经费{_STATES}")),
    ("/expenditure/operating", re.compile(rf"(?:日常)?公用经费{_STATES}")),
    ("/expenditure/projects", re.compile(rf"项目支出(?:预算)?(?:合计|总额|总计)?{_STATES}")),
)
_OTHER_YEARS = re.compile("上年|去年|下年|次年|同比|增加|减少|较|比")
_ROUNDING = TOLERANCE * YUAN_PER[MoneyUnit.WAN]


@check(
    "K57",
    Severity.WARNING,
    "文字与表内数字",
    formula="文字说明中重述的收入、支出、基本支出、人员经费、日常公用经费、项目支出 = 表内填列数",
    source="表内勾稽关系：报告数字由表生成",
)
def restated_figures(context: TextContext) -> Iterator[Problem]:
    """Only in a field of the form: there the figures stand elsewhere. Sentences about other years are left alone."""
    if context.facts is None or not context.is_field:
        return
    for (start, _), sentence in context.sentences:
        if "元" not in sentence or _OTHER_YEARS.search(sentence) or years_in(sentence) - {context.facts.year}:
            continue
        for pointer, restated in _RESTATED:
            for match in restated.finditer(sentence):
                stated, said = _stated(context.facts, pointer), _yuan(match[1], match[2])
                if stated is not None and said is not None and abs(stated - said) > _ROUNDING:
                    span = (start + match.start(), start + match.end())
                    message = (
                        f"文字写“{context.words(span)}”，表内填列 {amount_text(stated)} 万元，两处不一致。"
                        "请更正；确属实际的，写明原因。"
                    )
                    yield Problem(message=message, path=None, spans=(span,))


def _stated(facts: Facts, pointer: str) -> Decimal | None:
    _, holder, name = pointer.split("/")
    amount: Decimal | None = getattr(getattr(facts, holder), name)
    return amount


def _yuan(number: str, unit: str) -> Decimal | None:
    try:
        return parse_number(number) * YUAN_PER[MoneyUnit(unit)]
    except NumberError:
        return None


CHECKS: tuple[Check[TextContext], ...] = (
    full_marks_with_shortcomings,
    measures,
    transfers_of_nothing,
    order_of_dates,
    restated_figures,
)
