"""Amounts that a report may state more than once: of one kind, or granted by one document."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments.intake.extraction.amounts.enumerations import Node
from assessments.intake.extraction.words.labels import LEVELS_OF_GOVERNMENT, Basis, Meaning, basis_of
from assessments.intake.loading.normalised_text import Compact
from assessments.rules.text.stated import GrantedAmount, RestatedAmount

_TOLD_AGAIN = {Meaning.BASIC, Meaning.PROJECTS, Meaning.PERSONNEL, Meaning.OPERATING}
_MOST_KNOWN = 20  # values of one kind of amount: a report that has more of them lists many offices


def restated_amounts(
    page: Compact, forest: Sequence[list[Node]], others: Mapping[int, int]
) -> Iterator[RestatedAmount]:
    """Amounts of a kind, each with those before it; `others` gives the years of figures of other years."""
    known: dict[tuple[Meaning, Basis, int | None], list[Node]] = {}
    for node in (node for roots in forest for root in roots for node in root.all()):
        mention = node.mention
        if node.meaning not in _TOLD_AGAIN or mention.about or len(mention.digits.strip("0.").replace(".", "")) < 2:
            continue
        rows = known.setdefault((node.meaning, basis_of(mention.label), others.get(mention.start)), [])
        if rows and all(row.value != node.value for row in rows):
            yield RestatedAmount(
                before=tuple(row.mention.stated(page) for row in rows), again=node.mention.stated(page)
            )
        if len(rows) < _MOST_KNOWN:
            rows.append(node)


_DOCUMENT = re.compile(r"(?P<office>[\u4e00-\u9fff]{1,8})[（\[【](?P<year>20\d{2})[）\]】]第?(?P<number>\d{1,4})号")
_BEFORE_OFFICE = "据按照由以和及与达的"
_OFFICE = 3  # characters that tell whose document it is
_IS_PART = re.compile(
    r"支付|支出|兑付|发放|使用|执行|结余|剩余|分配|拨付|其中|调整|追加|收回|[一二三四五首]批|提前|剩|[未另再]"
)
_WORDS_BEFORE = re.compile(
    r"^(?:的|共|合计|累计|20\d{2}年度?|下达|安排|收到|到位|争取|批复|预算|我[县市区局委]|本[县市区级]|全[县市区]){0,8}+"
)
_WORDS_BEHIND = re.compile(r"(?<![资金经费额总预算共计为款])(?:资金|经费|金额|总额|预算|[共计为款]){1,6}$")
_OF_DOCUMENT = re.compile("号(?:文件?|通知)?")


@dataclass(slots=True)
class _Granted:
    """Where the reader is: the line, the documents that it cites last, and what they are for."""

    line: int = -1
    end: int = 0
    documents: frozenset[str] = frozenset()
    purpose: str = ""


def granted_amounts(page: Compact, forest: Sequence[list[Node]]) -> Iterator[GrantedAmount]:
    """One document's amount for one purpose, or its share of one level, stated again."""
    cited = list(_DOCUMENT.finditer(page.plain))
    known: dict[tuple[frozenset[str], str, Meaning | None], Node] = {}
    at, now = 0, _Granted()
    for node, is_listed in _in_order(forest):
        start = node.mention.start
        line = page.plain.rfind("\n", now.end if now.end <= start else 0, start) + 1 or now.line
        if line != now.line:
            now = _Granted(line)
        fresh = set()
        while at < len(cited) and cited[at].end() <= start:
            if cited[at].start() >= line:
                fresh.add(_key(cited[at]))
            at += 1
        now.end = node.mention.end
        level = node.meaning if node.meaning in LEVELS_OF_GOVERNMENT else None
        if fresh:
            now.documents, now.purpose = frozenset(fresh), "" if level else _purpose(node.mention.label)
        if not now.documents or node.mention.about or not (fresh or level):
            continue
        if not level and _IS_PART.search(node.mention.label):
            continue
        first = known.setdefault((now.documents, now.purpose, level), node)
        is_certain = is_listed if level else bool(now.purpose)
        if first is not node:
            yield GrantedAmount(
                first=first.mention.stated(page), again=node.mention.stated(page), is_certain=is_certain
            )


def _in_order(forest: Sequence[list[Node]]) -> Iterator[tuple[Node, bool]]:
    """Every amount in the order of the text, and whether it stands in a list."""
    for roots in forest:
        tops = {id(root) for root in roots}
        nodes = [node for root in roots for node in root.all()]
        yield from ((node, id(node) not in tops) for node in sorted(nodes, key=lambda node: node.mention.start))


def _key(cited: re.Match[str]) -> str:
    office = cited["office"].lstrip(_BEFORE_OFFICE)[-_OFFICE:]
    return f"{office}{cited['year']}-{cited['number']}"


def _purpose(label: str) -> str:
    behind_number = _OF_DOCUMENT.split(label)[-1]
    return _WORDS_BEHIND.sub("", _WORDS_BEFORE.sub("", behind_number))
