"""Where a text admits that something is wrong, and where it says what will be done about it."""

import re
from collections.abc import Iterator

Span = tuple[int, int]

# Quoted to the end of its word: "不够明确和细化", "有待进一步提高"; two characters where no end is near.
_REST = "(?:[\u4e00-\u9fff]{1,8}?(?=[^\u4e00-\u9fff]|[的等但且使]|导致|造成|影响|$)|[\u4e00-\u9fff]{2})"
_ADMITTED = re.compile(
    "差距与不足|差距和不足|差距|不足之处|不足|不到位|不完善|不健全|不规范|不及时|不合理|不明确|不细化|欠缺|薄弱"
    f"|不够{_REST}|有待{_REST}|滞后|偏低|偏慢|缺乏|未能按"
)
# "未发现问题和不足", "不存在差距", "不足50%的项目0个", "弥补不足", "差距不大".
_DENIED_BEFORE = re.compile("(未发现|没有|无|不存在|未出现|未见|消除|弥补|补齐|克服|解决|缩小)[^，。；！？\n]{0,10}$")
_NUMBER_AFTER = re.compile("\\s*[0-9０-９一二三四五六七八九十百]")
_NO_PROBLEM = re.compile(
    "(暂?无|没有|未发现|不存在|未出现)(任何|明显|重大|突出)?(的?(问题|不足|差距|情况|偏差))*[，。；、.\\s]*"
)
# How points are given: "不规范的扣1分", "每处扣0.5分", "不得分". "因……扣2分" tells of points that were lost.
_RULE_BEHIND = re.compile(
    "(?:[、和或与]?不[\u4e00-\u9fff]{1,3})?"
    "(?:(?:的|者|时)[，、]?(?:酌情|分别|[每一][^，。；\n]{0,6}?)?(?:扣|减|不得分|得(?:0|零)|不计分)"
    "|[，、]?(?:(?:此|该|本)?项)?(?:每[^，。；\n]{0,8}?|酌情|最[多高])(?:扣|减)|[，、]?(?:(?:此|该|本)?项)?(?:不得分|不计分|得(?:0|零)分?))"
)
_POINTS_BEHIND = re.compile("[^，。；\n]{0,6}?[，、]?(?:扣|减)(?:分|[0-9])")
_SCORING = re.compile(
    "(?:评分|扣分|计分|得分|评价|考核|打分)(?:标准|细则|规则|办法|要点|方法)|指标解释|扣完为止|[最]多扣|满分[0-9]"
)
_LOST = re.compile("因|由于|原因|扣分项|已扣|自评|存在|主要是|部分|个别")
_SENTENCE_END = re.compile("[。\n]")
_CLAUSE_END = re.compile("[，。；：\n]")
_AROUND = 120  # characters of a sentence that tell whether it sets a rule


def _is_rule(text: str, start: int, end: int) -> bool:
    """Whether the words are the condition of a rule for points."""
    before = _SENTENCE_END.split(text[max(0, start - _AROUND) : start])[-1]
    if _LOST.search(_CLAUSE_END.split(before)[-1]):
        return False
    if _RULE_BEHIND.match(text, end):
        return True
    behind = _SENTENCE_END.split(text[end : end + _AROUND], maxsplit=1)[0]
    return bool(_POINTS_BEHIND.match(text, end) and (_SCORING.search(before) or _SCORING.search(behind)))


def admitted(text: str) -> Iterator[Span]:
    """Words that say that something falls short."""
    for match in _ADMITTED.finditer(text):
        before = text[max(0, match.start() - 16) : match.start()]
        if match[0] == "不足" and _NUMBER_AFTER.match(text, match.end()):
            continue
        if not _DENIED_BEFORE.search(before) and not _is_rule(text, *match.span()):
            yield match.span()


def says_nothing(text: str | None) -> bool:
    """Whether a text about problems is empty or says that there are none."""
    return not (text or "").strip() or _NO_PROBLEM.fullmatch("".join((text or "").split())) is not None
