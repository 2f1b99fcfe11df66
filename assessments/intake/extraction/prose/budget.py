"""Revenue and expenditure as prose states them (domain §5.1 I01–I04, I21)."""

from collections.abc import Iterable, Iterator, Sequence

from assessments.intake.extraction.amounts.enumerations import Node, all_nodes
from assessments.intake.extraction.words.labels import Basis, Meaning, basis_of, fund_of
from assessments.intake.extraction.words.statements import Group, Stated, stated_number
from assessments.intake.loading.normalised_text import Compact
from assessments.rules.text.stated import holds

_SPENDING_FIELDS = {
    Meaning.BASIC: "basic",
    Meaning.PROJECTS: "projects",
    Meaning.PERSONNEL: "personnel",
    Meaning.OPERATING: "operating",
}
_LEVELS = {Meaning.CENTRAL: "central", Meaning.PROVINCIAL: "provincial", Meaning.MUNICIPAL: "municipal"}


def budget_groups(page: Compact, forest: Iterable[list[Node]]) -> Iterator[Group]:
    """Every passage that states revenue, expenditure or transfer payments."""
    for roots in forest:
        for node in all_nodes([roots]):
            if not node.mention.about:
                yield from _groups_of(page, roots, node)
        yield from _side_by_side(page, roots)


def _groups_of(page: Compact, roots: Sequence[Node], node: Node) -> Iterator[Group]:
    match node.meaning:
        case Meaning.REVENUE:
            yield _revenue(page, node)
        case Meaning.SPENDING:
            yield _spending(page, node)
        case Meaning.BOTH:
            yield _both(page, node)
        case Meaning.BASIC if node.parts and not _is_part_of_spending(roots, node):
            yield _basic_alone(page, node)
        case Meaning.TRANSFERS:
            yield from _transfers(page, node)


def _revenue(page: Compact, total: Node) -> Group:
    group = Group(f"revenue:{basis_of(total.mention.label)}", codes=frozenset({"K01", "K60"}))
    group.add([stated_number(page, "/revenue/total", total.mention)])
    lines = _lines_of_revenue(total)
    # One line alone says nothing of the others; where lines only come to the total in rounding, details stand beside.
    if len(lines) == 1 or (lines and _add_up(total, lines) and not _exactly(total, lines)):
        group.withheld = frozenset({"K01"})
    for at, line in enumerate(lines):
        amount = stated_number(page, f"/revenue/lines/{at}/amount", line.mention)
        group.add([amount, *_named(f"/revenue/lines/{at}", line, amount)])
    return group


def _lines_of_revenue(total: Node) -> list[Node]:
    """The sources. A part without a known name counts as one unless the known ones add up without it."""
    kinds = {Meaning.SOURCE, Meaning.REVENUE, Meaning.LEVELS, None}
    parts = [part for part in total.parts if part.meaning in kinds and not part.mention.about]
    named = [part for part in parts if part.meaning in {Meaning.SOURCE, Meaning.REVENUE}]
    return parts if named and not _add_up(total, named) and _add_up(total, parts) else named


def _named(pointer: str, line: Node, amount: Stated) -> Iterator[Stated]:
    yield Stated(f"{pointer}/fund", fund_of(line.mention.label), amount.words, amount.words)
    yield Stated(f"{pointer}/label", line.mention.label, amount.words, amount.words)


def _spending(page: Compact, total: Node) -> Group:
    stated = total.total_of(total.parts)
    group = Group(f"expenditure:{basis_of(stated.label)}", codes=frozenset({"K02", "K03", "K60"}))
    group.add([stated_number(page, "/expenditure/total", stated)])
    total = Node(stated, total.meaning, total.parts, total.divided)
    _add_spending_parts(page, group, total.parts)
    direct = [part for part in total.parts if part.meaning in {Meaning.BASIC, Meaning.PROJECTS}]
    meanings = {part.meaning for part in total.parts}
    has_others = bool({Meaning.OTHER_SPENDING, None} & meanings) and not _exactly(total, direct)
    if has_others or Meaning.YEAR_END in meanings:  # what is left over is one of its parts: K69 adds them up
        group.withheld |= {"K02"}
    return group


def _add_spending_parts(page: Compact, group: Group, parts: Sequence[Node]) -> None:
    for part in parts:
        if part.mention.about:
            continue
        name = _SPENDING_FIELDS.get(part.meaning) if part.meaning else None
        if name:
            group.add([stated_number(page, f"/expenditure/{name}", part.mention)])
        if part.meaning is Meaning.YEAR_END:
            group.add([stated_number(page, "/expenditure/year_end_balance", part.mention)])
        if part.meaning is Meaning.BASIC:
            _add_spending_parts(page, group, part.parts)
            if any(below.meaning not in _SPENDING_FIELDS for below in part.parts) and _add_up(part, part.parts):
                group.withheld |= {"K03"}  # a third part that the form does not know


def _both(page: Compact, total: Node) -> Group:
    group = Group("balance", codes=frozenset())
    group.add([stated_number(page, "/revenue/total", total.mention)])
    group.add([stated_number(page, "/expenditure/total", total.mention)])
    return group


def _basic_alone(page: Compact, basic: Node) -> Group:
    group = Group(f"basic:{basis_of(basic.mention.label)}", codes=frozenset({"K03", "K60"}))
    _add_spending_parts(page, group, [basic])
    return group


def _is_part_of_spending(roots: Iterable[Node], basic: Node) -> bool:
    return any(
        node.meaning is Meaning.SPENDING and any(part is basic for part in node.parts)
        for root in roots
        for node in root.all()
    )


def _side_by_side(page: Compact, roots: Sequence[Node]) -> Iterator[Group]:
    """Parts without their total: 基本支出……，其中人员经费……；项目支出……"""
    parts = [root for root in roots if root.meaning in {Meaning.BASIC, Meaning.PROJECTS}]
    if len(parts) == 2 and parts[0].meaning is not parts[1].meaning:
        group = Group(f"parts:{basis_of(parts[0].mention.label)}", codes=frozenset({"K03", "K60"}))
        _add_spending_parts(page, group, parts)
        totals = [root for root in roots if root.meaning is Meaning.SPENDING and not root.parts]
        if len(totals) == 1 and roots.index(totals[0]) < roots.index(parts[0]):
            _put_under_total(page, group, totals[0], parts[0])
        yield group


def _put_under_total(page: Compact, group: Group, total: Node, first: Node) -> None:
    """Parts behind a total of which they are not called parts: they are held to it where both are of one plan."""
    basis = basis_of(total.mention.label)
    group.family = f"expenditure:{basis}"
    group.add([stated_number(page, "/expenditure/total", total.mention)])
    if basis is basis_of(first.mention.label):
        group.codes |= {"K02"}
    else:
        group.withheld |= {"K02"}


def _transfers(page: Compact, total: Node) -> Iterator[Group]:
    levels = [part for part in total.parts if part.meaning in _LEVELS]
    if not levels:
        return
    group = Group("transfers", codes=frozenset())
    group.add([stated_number(page, "/transfers/total", total.mention)])
    for part in levels:
        if part.meaning:
            group.add([stated_number(page, f"/transfers/{_LEVELS[part.meaning]}", part.mention)])
    yield group


def _add_up(total: Node, parts: Sequence[Node]) -> bool:
    return holds(total.mention, [part.mention for part in parts])


def _exactly(total: Node, parts: Sequence[Node]) -> bool:
    return abs(sum((part.value for part in parts), start=-total.value)) <= 100


def basis_of_group(group: Group) -> Basis:
    return Basis(group.family.partition(":")[2] or Basis.UNSAID)
