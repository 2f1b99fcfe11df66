"""Amounts that a report may state more than once: of one kind, or granted by one document."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments.intake.extraction.amounts.enumerations import Node, all_nodes
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
    for node in all_nodes(forest):
        if node.meaning not in _TOLD_AGAIN or node.mention.about or _is_round(node.mention.digits):
            continue
        kind = (node.meaning, basis_of(node.mention.label), others.get(node.mention.start))
        rows = known.setdefault(kind, [])
        if rows and all(row.value != node.value for row in rows):
            yield RestatedAmount(
                before=tuple(row.mention.stated(page) for row in rows), again=node.mention.stated(page)
            )
        if len(rows) < _MOST_KNOWN:
            rows.append(node)


def _is_round(digits: str) -> bool:
    """Whether it has one digit beside zeros: such an amount is met by chance."""
    return len(digits.strip("0.").replace(".", "")) < 2


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


class _Citations:
    """The documents that a report cites, asked for in the order of the text."""

    def __init__(self, plain: str) -> None:
        self._cited = list(_DOCUMENT.finditer(plain))
        self._at = 0

    def up_to(self, place: int, line: int) -> frozenset[str]:
        """Those between the place asked for before and this one that are cited in the line that begins at `line`."""
        start = self._at
        while self._at < len(self._cited) and self._cited[self._at].end() <= place:
            self._at += 1
        return frozenset(_key(cited) for cited in self._cited[start : self._at] if cited.start() >= line)


def granted_amounts(page: Compact, forest: Sequence[list[Node]]) -> Iterator[GrantedAmount]:
    """One document's amount for one purpose, or its share of one level, stated again."""
    known: dict[tuple[frozenset[str], str, Meaning | None], Node] = {}
    citations = _Citations(page.plain)
    now = _Granted()
    for node, is_listed in _in_order(forest):
        mention = node.mention
        line = page.plain.rfind("\n", now.end if now.end <= mention.start else 0, mention.start) + 1 or now.line
        if line != now.line:
            now = _Granted(line)
        now.end = mention.end
        level = node.meaning if node.meaning in LEVELS_OF_GOVERNMENT else None
        fresh = citations.up_to(mention.start, line)
        if fresh:
            now.documents, now.purpose = fresh, "" if level else _purpose(mention.label)
        is_granted = bool(level) or (bool(fresh) and not _IS_PART.search(mention.label))
        if not now.documents or mention.about or not is_granted:
            continue
        first = known.setdefault((now.documents, now.purpose, level), node)
        if first is not node:
            yield GrantedAmount(
                first=first.mention.stated(page),
                again=mention.stated(page),
                is_certain=is_listed if level else bool(now.purpose),
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
