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


def admitted(text: str) -> Iterator[Span]:
    """Words that say that something falls short."""
    for match in _ADMITTED.finditer(text):
        before = text[max(0, match.start() - 16) : match.start()]
        if match[0] == "不足" and _NUMBER_AFTER.match(text, match.end()):
            continue
        if not _DENIED_BEFORE.search(before):
            yield match.span()


def says_nothing(text: str | None) -> bool:
    """Whether a text about problems is empty or says that there are none."""
    return not (text or "").strip() or _NO_PROBLEM.fullmatch("".join((text or "").split())) is not None
