"""What must not be said of a written report: checks that its figures cannot bear."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from assessments.intake.extraction.merging import Merged
from assessments.intake.extraction.prose.budget import basis_of_group
from assessments.intake.extraction.prose.indicators import ProseIndicators
from assessments.intake.extraction.words.labels import Basis
from assessments.intake.extraction.words.numbers import Mention
from assessments.intake.extraction.words.statements import Group, all_stated
from assessments.rules.scoring.totals import all_projects
from assessments.schema.facts import Facts, Indicator


def withheld(
    facts: Facts, passages: Sequence[Group], whole: Sequence[Group], found: Sequence[Mention]
) -> Iterator[tuple[str, str]]:
    """What the figures cannot bear. `passages` make the facts; `whole` holds who reports, then the tables."""
    if not _is_balanced_paper(passages) or _is_carried_over(facts, found):
        yield "K04", ""
    listed = any(group.family == "list" for group in whole)
    if not listed or len(facts.projects) != facts.project_totals.count:
        yield "K05", ""
    if _is_final(facts):
        yield "K05", "/expenditure/projects"
    if not listed:
        yield "K62", ""
    if not _knows_kinds(facts, whole):
        yield "K31", ""
    if whole[0].value("/year") is None:
        yield "K56", ""
    for holder, form in _first_forms(whole).items():
        yield from _sums_without_total(form, holder)


def _knows_kinds(facts: Facts, whole: Iterable[Group]) -> bool:
    """Whether an indicator has a 二级指标, or a table asks for it."""
    return any(item.kind is not None for item in _all_indicators(facts)) or any(map(_asks_for_kinds, whole))


def _first_forms(whole: Iterable[Group]) -> dict[str, Group]:
    """The first form of each project; that of the whole department under ""."""
    forms: dict[str, Group] = {}
    for group in whole:
        if group.family in {"form", "transfer form"}:
            forms.setdefault(_holder_of(group), group)
    return forms


def _is_final(facts: Facts) -> bool:
    """Whether 项目支出 is of the final accounts: it is nearer to what the projects spent than to their budgets."""
    sums, stated = all_projects(facts.projects), facts.expenditure.projects
    if stated is None or sums.executed is None or sums.adjusted is None:
        return False
    return abs(stated - sums.executed) < abs(stated - sums.adjusted)


def withheld_of_counts(facts: Facts, passages: Iterable[Group]) -> Iterator[tuple[str, str]]:
    """One passage that counts as many projects as the table lists is enough: the others count something else."""
    counts = [group.value("/project_totals/count") for group in passages if group.family == "project_count"]
    if len(facts.projects) in counts:
        yield "K62", ""


# "95分（含）以上为优", "优（95-100分）", "95≤得分≤100为优": from which score on a report calls itself excellent.
_BEST = re.compile(
    r"(?P<a>\d{2,3})分?(?:（含）)?(?:及?以上|[-—~至]100分?(?:（含）)?)[^，。；\n]{0,6}?优"
    r"|优秀?[”]?(?:等?级|等次|档)?(?:为|：|（)(?:得分|分值|总分)?(?:≥|大于等于)?(?P<b>\d{2,3})分?(?:（含）)?(?:及?以上|[-—~至]|≤)"
    r"|(?P<c>\d{2,3})分?≤[^，。；\n]{0,8}100分?[^，。；\n]{0,4}优"
)
_USUAL_BEST = 90


def withheld_of_grades(plain: str) -> Iterator[tuple[str, str]]:
    """A report that states grades of its own is not held to the usual ones."""
    if any(int(next(filter(None, match.groups()))) != _USUAL_BEST for match in _BEST.finditer(plain)):
        yield "K15", ""


def withheld_of_fields(unasked: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What must not be said of fields for which a table has no column."""
    for pointer in unasked:
        name = pointer.rpartition("/")[2]
        codes = {"reason": ("K22", "K23", "K24"), "actual": ("K25",), "kind": ("K31",)}[name]
        yield from ((code, pointer) for code in codes)


def withheld_of_prose(in_prose: ProseIndicators, merged: Merged) -> Iterator[tuple[str, str]]:
    """What stands in tables answers for the sentences; without a list of indicators goals have none to lack."""
    yield from merged.withheld
    in_tables = {item.pointer for item in all_stated(merged.groups) if "/indicators/" in item.pointer}
    if any(pointer.endswith("/actual") for pointer in in_tables):
        in_sentences = (item.pointer for item in merged.prose.stated if item.value is None)
        yield from (("K25", pointer) for pointer in in_sentences if pointer not in in_tables)
    # Goals may be served by indicators of projects, whose forms then are another paper.
    of_projects = any(pointer.startswith("/projects/") for pointer in in_tables)
    if not of_projects and (in_tables or in_prose.has_annex or not in_prose.is_list):
        yield "K42", ""


def _asks_for_kinds(form: Group) -> bool:
    """Whether a table has a column for 二级指标: then a blank in it says something."""
    rows = {match[0] for item in form.stated if (match := re.match(r".*/indicators/\d+", item.pointer))}
    return any(f"{row}/kind" not in form.unasked for row in rows)


def _holder_of(form: Group) -> str:
    """The project of a form; "" for the whole department."""
    match = next((match for item in form.stated if (match := re.match(r"/projects/\d+", item.pointer))), None)
    return match[0] if match else ""


def _sums_without_total(form: Group, holder: str) -> Iterator[tuple[str, str]]:
    """A form whose last line is not there may go on elsewhere: its weights and scores are not added up."""
    if form.value(f"{holder}/score") is None:
        yield "K12", holder
        yield "K14", holder
    yield from ((code, holder) for code in form.withheld)


def _is_balanced_paper(passages: Iterable[Group]) -> bool:
    """Whether revenue and expenditure always balance (I03): totals of the plan, or with what is carried over."""
    kinds = {group.family.partition(":")[0]: group for group in passages}
    if not {"revenue", "expenditure"} <= set(kinds):
        return False
    revenue, spending = (kinds[kind].stated[0].name for kind in ("revenue", "expenditure"))
    if "本年" in revenue + spending:
        return False
    if "总计" in revenue and "总计" in spending:
        return True
    return basis_of_group(kinds["revenue"]) is Basis.INITIAL and _is_of_plan(kinds["expenditure"], spending)


def _is_of_plan(group: Group, name: str) -> bool:
    """Whether spending is of the plan; "总支出" without a year of its own goes on in that of the sentence before."""
    basis = basis_of_group(group)
    return basis is Basis.INITIAL or (basis is Basis.UNSAID and "总" in name and not re.search(r"\d", name))


def _is_carried_over(facts: Facts, found: Iterable[Mention]) -> bool:
    """Whether the report names what is left over between revenue and expenditure, or its totals are one amount."""
    revenue, spending = facts.revenue.total, facts.expenditure.total
    if revenue is None or spending is None:
        return False
    apart = abs(revenue - spending)
    return apart <= _ROUNDING or any(
        _LEFT_OVER.search(mention.label) and mention.value is not None and abs(mention.value - apart) <= _ROUNDING
        for mention in found
    )


_LEFT_OVER = re.compile(r"结转|结余|差额|赤字")
_ROUNDING = Decimal(100)  # 元: 0.01 万元


def _all_indicators(facts: Facts) -> Iterator[Indicator]:
    yield from facts.indicators
    for goal in facts.goals.sub:
        yield from goal.indicators
    for project in facts.projects:
        yield from project.indicators
