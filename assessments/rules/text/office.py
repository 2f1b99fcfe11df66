"""Whose report it is: the office that its title names, and what it calls itself."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from assessments.rules.text.outline import Span

_ENDS = "局|委员会|委|办公室|办|中心|院|校|中学|小学|幼儿园|所|站|馆|会|社|镇|乡|街道|政府|部|厅|队|处|台|妇联|残联"
_TITLE = re.compile(
    rf"(?:20[0-9]{{2}}\s*+年度?\s*+|(?<!\s)\s++)?(?:关于)?([\u4e00-\u9fff（）]{{2,30}}?(?:{_ENDS}))"
    r"\s*+(?:关于\s*+)?(?:20[0-9]{2}\s*+年|部门|整体|项目|预算|支出|绩效)"
)
_FIRST_LINES = 6
# Each noun with what may not follow: "我部分", "我会将", "我办理" are no names.
_SELVES = re.compile(
    "我(局|委(?![托派员])|办(?![理公事案法好])|厅|部(?!分)|院|校(?![对准])|中心|站(?![点在])|所(?![在有属做说])|会(?![议将员被同对在])|馆|社(?![会区])"
    "|镇|乡(?!村)|街道|园(?!区)|队(?!伍)|处(?![理置于罚])|台(?!账))"
)
# Offices whose name lacks the noun by which they rightly call themselves.
_ALSO = {
    "联": "会",
    "团": "委",
    "街": "办",
    "政府": "办",
    "学": "校",
    "中学": "校",
    "小学": "校",
    "医": "院",
    "融媒": "台",
    "广播电视": "台",
}
_SURE = 3  # uses that settle what an office calls itself


def name_in_title(text: str) -> str | None:
    """The office in the first lines, where they are a title; None where none is named."""
    heads = [line.strip() for line in text.split("\n") if line.strip()][:_FIRST_LINES]
    for line in heads:
        if len(line) <= 60 and re.search("自评|绩效|报告", line):
            match = _TITLE.search(line)
            if match:
                return match[1]
    return None


def self_nouns(text: str) -> list[tuple[Span, str]]:
    """Every 我局, 我委 … with its place."""
    return [(match.span(), match[1]) for match in _SELVES.finditer(text)]


def foreign_self_nouns(text: str, name: str | None, own: str | None) -> list[tuple[Span, str]]:
    """Self-names of another kind of office than this one; nothing where the kind cannot be told.

    What is used most often is taken as right, so a wrong reading of the title accuses nobody.
    """
    used = self_nouns(text)
    counts = Counter(noun for _, noun in used)
    right = {*_of_name(counts, name or ""), *_settled(counts)}
    if own and own.startswith("我"):
        right.add(own.removeprefix("我"))
    return [(span, noun) for span, noun in used if noun not in right] if right or name else []


def _of_name(nouns: Iterable[str], name: str) -> Iterator[str]:
    """Those by which an office of this name calls itself."""
    also = {noun for key, noun in _ALSO.items() if key in name}
    return (noun for noun in nouns if noun in name or noun in also)


def _settled(counts: "Counter[str]") -> Iterator[str]:
    """The noun of most uses, where there are enough of them."""
    return (noun for noun, uses in counts.most_common(1) if uses >= _SURE and uses * 2 > counts.total())
