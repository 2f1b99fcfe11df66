"""Words that are wrong where they stand: another office's, a template's, a machine's (domain §5.3 B, C)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assessments.rules.checks.check import Check, Problem, check, counts_of_projects
from assessments.rules.checks.text.reading import TextContext, quoted
from assessments.rules.text.office import foreign_self_nouns
from assessments.rules.text.outline import Span
from assessments.rules.text.sentences import dates, years_in
from assessments.rules.text.similarity import letters, shingles
from assessments.terms import Severity


@check(
    "K47",
    Severity.WARNING,
    "自称与单位名称",
    formula="“我局”“我委”等自称与单位名称相符、前后一致（不符的多为沿用其他单位的文字）",
    source="模板残留",
)
def self_names(context: TextContext) -> Iterator[Problem]:
    own = context.facts.department.self_noun if context.facts else None
    spans = tuple(span for span, _ in foreign_self_nouns(context.text, context.office, own))
    if spans:
        name = f"本单位为{context.office}，" if context.office else ""
        message = f"{name}文中自称{quoted(context, spans)}。请更正；确属实际的，写明原因。"
        yield Problem(message=message, path=None, spans=spans)


@dataclass(frozen=True, slots=True)
class _Leftover:
    """Words of one kind of office, and the offices and surroundings in which they are at home."""

    words: re.Pattern[str]
    offices: re.Pattern[str]
    surroundings: re.Pattern[str] | None = None


_LEFTOVERS = (
    _Leftover(
        re.compile("项目村"),
        re.compile("农|乡|镇|村|水|民政|林|牧|财政|组织|交通|住|资源|发展|移民|民族|供销|环境|文|教|残"),
    ),
    _Leftover(
        re.compile("(?:立项|设计)[^。\n]{0,12}施工[^。\n]{0,16}(?:竣工|验收)|竣工[^。\n]{0,8}验收"),
        re.compile("住|建|交通|水|城|资源|发展|农|林|环境|房|工|园|教|卫|医|校|乡|镇|街道|公路|铁"),
        re.compile("工程|建设|改造|修缮|维修|装修|修建|新建|扩建|施工单位|施工方"),
    ),
    _Leftover(
        re.compile("受益老年人|老年人家属|特困供养|集中供养对象"),
        re.compile("民政|老龄|老年|养老|卫|医|残|乡|镇|街道|人力|社|退役|红十字|福利|敬老|组织|干部"),
    ),
    _Leftover(
        re.compile("就诊患者|患者满意度|住院病人"), re.compile("卫|医|疾|血|妇幼|残|民政|退役|红十字|乡|镇|街道|急救")
    ),
    _Leftover(
        re.compile("在校学生|学生家长满意度"),
        re.compile("教|学|校|幼|体|团|妇|少年|人力|公安|卫|文|科|残|乡|镇|街道|民政|关工|食"),
    ),
)
_DOWN_THERE = re.compile("(?:相关|有关|各|所辖|所属|组织)(?:县区|县市区|区县|县（市、区）|县\\(市、区\\))")
_COUNTY = re.compile("县财政局|县委|县政府|本县|我县|全县")
_CITY = re.compile("市财政局|市委|市政府|全市|我市|省财政厅|全省")


@check(
    "K48",
    Severity.WARNING,
    "与本单位业务不符的用词",
    formula="不出现其他行业、其他级次单位才用的词（项目村、施工竣工、各县区、受益老年人等）",
    source="模板残留",
)
def leftovers(context: TextContext) -> Iterator[Problem]:
    """Words that fit neither the office's name nor anything else in the text or the facts."""
    found = [span for leftover in _LEFTOVERS for span in _out_of_place(context, leftover)]
    county = context.facts.county if context.facts else None
    if (_COUNTY.search(context.text) or (county or "").endswith("县")) and not _CITY.search(context.text):
        found += [match.span() for match in _DOWN_THERE.finditer(context.text)]
    if found:
        spans = tuple(sorted(found))
        message = f"{quoted(context, spans)}与本单位业务不符。请更正；确属实际的，写明原因。"
        yield Problem(message=message, path=None, spans=spans)


def _out_of_place(context: TextContext, leftover: _Leftover) -> list[Span]:
    if not context.office or leftover.offices.search(context.office):
        return []
    named = " ".join(project.name for project in context.facts.projects) if context.facts else ""
    rest = leftover.words.sub("", context.text) + named
    if leftover.surroundings and leftover.surroundings.search(rest):
        return []
    if leftover.words.search(named):
        return []
    return [match.span() for match in leftover.words.finditer(context.text)]


@check(
    "K49",
    Severity.WARNING,
    "其他单位的名称或数字",
    formula="不以其他部门的名义自评（“某某局2022年度预算绩效自评”“某某局认真组织”）；"
    "文字说明中的项目总数与项目清单一致",
    source="模板残留",
)
def other_offices(context: TextContext) -> Iterator[Problem]:
    """Only where another office does what this one should: working together with others is no fault."""
    own = context.office or ""
    found = []
    for name in context.other_departments:
        if not name or name in own or (own and own in name) or name not in context.text:
            continue
        subject = re.compile(
            rf"{re.escape(name)}(?=\s*(?:20[0-9]{{2}}\s*年度?)?(?:部门|整体|项目|预算|支出){{0,3}}(?:绩效自评|自评工作)|认真组织|成立了?绩效)"
        )
        found += [match.span() for match in subject.finditer(context.text)]
    if found:
        spans = tuple(sorted(found))
        message = (
            f"文中以{quoted(context, spans)}的名义自评，本单位为{own or '另一单位'}。请更正；确属实际的，写明原因。"
        )
        yield Problem(message=message, path=None, spans=spans)
    yield from _another_count(context)


# Words that count all projects of the year; parts of them ("其中"), and projects that were looked at, are not meant.
_ALL_PROJECTS = re.compile(
    r"(?:共有?|共计|合计|总计|全部|参评|纳入(?:绩效)?自评(?:范围)?的?)\s*+(?:项目\s*+)?([0-9]{1,4})\s*+个\s*+"
    r"(?:预算|支出|财政)?项目(?![部组点区村经工])"
)
_NOT_ALL = re.compile("其中|上年|去年|以前年度|历年|转移支付|抽查|重点评价|检查|验收")


def _another_count(context: TextContext) -> Iterator[Problem]:
    """Only in a field of the form, and only where the form says how many projects there are."""
    facts = context.facts if context.is_field else None
    possible = counts_of_projects(facts) if facts else set()
    if facts is None or not possible:
        return
    for (start, _), sentence in context.sentences:
        counts = list(_ALL_PROJECTS.finditer(sentence))
        if not counts or _NOT_ALL.search(sentence) or years_in(sentence) - {facts.year}:
            continue
        for match in counts:
            if int(match[1]) not in possible:
                span = (start + match.start(), start + match.end())
                known = "、".join(map(str, sorted(possible)))
                message = f"文中写“{context.words(span)}”，表内项目为 {known} 个。请更正；确属实际的，写明原因。"
                yield Problem(message=message, path=None, spans=(span,))


_LETTERS_AT_LEAST = 16
_WITH_FIGURES = re.compile(r"[0-9.]\s*+(?:万?元|亿元|%|％|个|分|件|项|人|次|户|亩|公里|起|家|场|处|台|种|批|天)")
_MOST_TWINS = 20  # sentences that share one shingle: beyond, it is a form of words


@check(
    "K51",
    Severity.HINT,
    "重复句段",
    formula="不含数字的句子不重复出现（相同比例 < 90%，随年度方案）",
    source="文字质量",
)
def repeated_sentences(context: TextContext) -> Iterator[Problem]:
    """Parallel sentences with figures of their own are how reports are written; the same prose twice is not."""
    known = _Sentences(context)
    spans = tuple(sorted({span for told in _prose(context) if (twin := known.met(*told)) for span in (twin, told[0])}))
    if spans:
        first = context.words(spans[0])
        message = f"“{first[:24]}{'…' if len(first) > 24 else ''}”等 {len(spans)} 句前后重复，请核对。"
        yield Problem(message=message, path=None, spans=spans)


def _prose(context: TextContext) -> Iterator[tuple[Span, frozenset[int]]]:
    """Whole sentences without figures, each with its shingles."""
    for span, said in context.sentences:
        plain, _ = letters(said)
        if len(plain) >= _LETTERS_AT_LEAST and not _WITH_FIGURES.search(said) and _is_sentence(context, span):
            yield span, shingles(plain)


class _Sentences:
    """The sentences of a text that have been met, by their shingles."""

    def __init__(self, context: TextContext) -> None:
        self._context = context
        self._holders: dict[int, list[int]] = {}
        self._met: list[tuple[Span, frozenset[int]]] = []

    def met(self, span: Span, marks: frozenset[int]) -> Span | None:
        """Keep a sentence; gives the first one before it that says the same."""
        rivals = sorted({at for mark in marks for at in self._holders.get(mark, ())})
        twins = (self._met[at][0] for at in rivals if _is_repeated(self._context, marks, self._met[at][1]))
        twin = next(twins, None)
        for mark in marks:
            row = self._holders.setdefault(mark, [])
            if len(row) < _MOST_TWINS:
                row.append(len(self._met))
        self._met.append((span, marks))
        return twin


_STOP = re.compile("[。！？；!?，,]")


def _is_sentence(context: TextContext, span: Span) -> bool:
    """Titles, names under a report and lines of a list of annexes have no stop: they are told again as they must be."""
    return _STOP.search(context.text, span[0], span[1] + 1) is not None


def _is_repeated(context: TextContext, marks: frozenset[int], others: frozenset[int]) -> bool:
    """Most of the shorter sentence stands in the longer one: a word put in does not make it new."""
    shorter = min(len(marks), len(others))
    shared = len(marks & others) * 100
    return shared >= shorter * (context.thresholds.similar_sentences - 25)


_PARTLY = re.compile("部分|个别|少数|有的|有些|一些|某些|少量")
_PRAISE = re.compile(
    "(?:目标|指标|标准)[^，。；\n]{0,12}?(?:清晰|明确|科学|合理|完整|恰当|适宜|细化|量化|准确|具体|符合要求)[^，。；\n]{0,8}"
)
_BLAME = re.compile(
    "(?:目标|指标|标准)[^，。；\n]{0,12}?(?:不够|不太|不|欠|缺乏|有待|尚未|未能)[^，。；\n]{0,4}"
    "(?:清晰|明确|科学|合理|完整|细化|量化|准确|具体)[^，。；\n]{0,8}"
)
_NOT = re.compile("不|未|欠|缺|待|应|要|需|尽可能|更加|进一步|力求|做到|确保")


@check(
    "K52",
    Severity.HINT,
    "前后说法是否一致",
    formula="同一部分不同时说目标、指标“清晰、科学、完整”和“不够明确、细化、量化”",
    source="复核口径：报告内部逻辑一致",
)
def contradictions(context: TextContext) -> Iterator[Problem]:
    for section in context.sections:
        start, end = section.span
        said = context.text[start:end]
        blame = [match for match in _BLAME.finditer(said) if not _PARTLY.search(_before(said, match.start()))]
        praise = [match for match in _PRAISE.finditer(said) if not _NOT.search(_clause(said, match))]
        if blame and praise:
            spans = tuple(sorted((start + match.start(), start + match.end()) for match in (*praise[:2], *blame[:2])))
            message = f"同一部分既说“{praise[0][0].strip()}”，又说“{blame[0][0].strip()}”，前后不一致，请核对。"
            yield Problem(message=message, path=None, spans=spans)


def _before(said: str, at: int) -> str:
    return re.split("[，。；\n]", said[max(0, at - 20) : at])[-1]


def _clause(said: str, match: re.Match[str]) -> str:
    return _before(said, match.start()) + match[0]


_RESIDUE = re.compile(
    r"\[bookmark:[^\]\n]{0,40}\]?|_GoBack|\{\{[^}\n]{0,60}\}?\}?|\$\{[^}\n]{0,60}\}?|<%[^%\n]{0,60}%?>?"
    r"|MERGEFORMAT|PAGEREF\s|HYPERLINK\s+\""
    r"|错误[!！]\s*未(?:找到引用源|定义书签)[。.]?|Error! (?:Reference|Bookmark)[^。\n]{0,30}"
    r"|[（(]\s*+(?:(?:不超过|控制在|限)\s*+)?[0-9]{2,4}\s*+字(?:以内|以下|之内|左右|内)?\s*[)）]"
    r"|[（(【\[]\s*(?:此处|请)填写?[^）)】\]\n]{0,20}[）)】\]]|(?:此处|待)(?:填写|补充)(?=[）)】\]。，；\n]|$)"
)
# XX for a figure or a name that was never filled in; not "138XXXX1234", not "张××", not a model "XX-100".
_BLANK = re.compile(
    r"(?<![0-9A-Za-zＸ×○*一二三四五六七八九])(?:[XxＸ]{2,}|×{2,}|○{2,}|\*{3,})"
    r"(?=\s*(?:年|月|日|万?元|亿元|个(?!人)|件|次|%|％|项|分(?![管工别])|局|县|市|省|区|镇|乡|村|部门|单位|委))"
)


@check(
    "K53",
    Severity.ERROR,
    "未清除的标记",
    formula="没有 [bookmark:、_GoBack、{{、XX、××、“（请填写）”“（150字以内）”等未清除的标记",
    source="模板残留",
)
def residue(context: TextContext) -> Iterator[Problem]:
    spans = [match.span() for match in _RESIDUE.finditer(context.text)]
    spans += [match.span() for match in _BLANK.finditer(context.text)]
    if spans:
        found = tuple(sorted(spans))
        message = f"文中有未清除的标记{quoted(context, found)}，请删去或填写。"
        yield Problem(message=message, path=None, spans=found)


_HALF_WIDTH = re.compile("(?<=[\u4e00-\u9fff”》）])[,;:?!](?=\\s?[\u4e00-\u9fff“《（])")
# Not before a label: "部门：水务局 金额单位：万元" is laid out in columns.
_GAP = re.compile("(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])(?![\u4e00-\u9fff]{2,8}[：:])")
_FEW = 8
_LINE = 60  # characters; twice what a printed line holds
_PROSE_LINE = 20  # characters; a shorter line with spaces in it is laid out, not written


@check(
    "K54",
    Severity.HINT,
    "标点和空格",
    formula="中文之间不用半角标点，句中不夹空格，“2022年”“2022 年”写法统一",
    source="党政机关公文格式",
)
def punctuation(context: TextContext) -> Iterator[Problem]:
    """One finding for a text, however often: it is the habit that is to be changed."""
    spans = [match.span() for match in _HALF_WIDTH.finditer(context.text)]
    gaps = list(_gaps(context))
    if len(gaps) < _FEW or len(gaps) * _LINE < len(context.text):  # as many as lines: where a PDF broke them
        spans += gaps
    tight = [span for span, _ in dates(context.text)]
    loose = [match.span() for match in re.finditer(r"(?<=[0-9]{4})[ \u3000]+(?=年)", context.text)]
    if loose and (tight or re.search("20[0-9]{2}年", context.text)):
        spans += loose
    if spans:
        found = tuple(sorted(set(spans)))
        message = f"有 {len(found)} 处半角标点或多余空格，请核对。"
        yield Problem(message=message, path=None, spans=found)


def _gaps(context: TextContext) -> Iterator[Span]:
    for (start, _), said in context.sentences:
        if len(said) >= _PROSE_LINE:
            yield from ((start + match.start(), start + match.end()) for match in _GAP.finditer(said))


CHECKS: tuple[Check[TextContext], ...] = (
    self_names,
    leftovers,
    other_offices,
    repeated_sentences,
    contradictions,
    residue,
    punctuation,
)
