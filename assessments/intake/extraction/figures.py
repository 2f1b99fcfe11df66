"""Everything that one report states: every number with its words, and the facts that the named ones make.

A number whose meaning is not clear stays in the list without a name; facts are built from named ones only.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from assessments.intake.checked_report import NO_YEAR, Figure
from assessments.intake.extraction.amounts.comparisons import closing_sums, stated_changes
from assessments.intake.extraction.amounts.count_lists import counted_parts
from assessments.intake.extraction.amounts.enumerations import trees
from assessments.intake.extraction.amounts.execution import execution_groups, sentences_of, stated_rates
from assessments.intake.extraction.amounts.repeated_figures import granted_amounts, restated_amounts
from assessments.intake.extraction.amounts.sums import (
    excellent_rates,
    restated_totals,
    stated_adjustments,
    stated_scores,
    stated_shares,
    stated_sums,
)
from assessments.intake.extraction.facts_builder import facts_from
from assessments.intake.extraction.merging import merged, restated_fields
from assessments.intake.extraction.prose.budget import budget_groups
from assessments.intake.extraction.prose.identity import identity_group, is_on_a_project, score_and_grade
from assessments.intake.extraction.prose.indicators import prose_indicators
from assessments.intake.extraction.prose.project_counts import restated_counts
from assessments.intake.extraction.prose.projects import project_groups
from assessments.intake.extraction.suppressed_checks import (
    withheld,
    withheld_of_counts,
    withheld_of_fields,
    withheld_of_grades,
    withheld_of_prose,
)
from assessments.intake.extraction.tables.column_totals import rates_of_rows, stated_columns
from assessments.intake.extraction.tables.form_tables import table_groups
from assessments.intake.extraction.tables.unreadable import unreadable_numbers
from assessments.intake.extraction.words.numbers import Measure, Mention, malformed, mentions, money_unit_of
from assessments.intake.extraction.words.outline import goals_group, narrative_group, written_lines
from assessments.intake.extraction.words.statements import Group, Stated, all_stated
from assessments.intake.extraction.words.years import of_other_years
from assessments.intake.loading.document import ReportText, Span
from assessments.intake.loading.normalised_text import Compact, compact
from assessments.rules.text.stated import ReportFigures
from assessments.schema.facts import Facts
from budgets.money import YUAN_PER, in_unit
from budgets.terms import MoneyUnit


@dataclass(frozen=True, slots=True)
class ReportReading:
    """The facts of a report. `places` tells for each pointer where the fact stands, `withheld` what must not be said.

    A withheld entry is a code, or a code and the beginning of a pointer.
    """

    facts: Facts
    places: Mapping[str, tuple[Span, ...]]
    passages: tuple["Passage", ...]
    figures: tuple[Figure, ...]
    withheld: frozenset[tuple[str, str]]
    beside: ReportFigures  # sums, rates and repeated figures that no field of the form holds


@dataclass(frozen=True, slots=True)
class Passage:
    """Facts of one passage alone, with the checks that it can answer."""

    facts: Facts
    places: Mapping[str, tuple[Span, ...]]
    codes: frozenset[str]


def read_figures(document: ReportText) -> ReportReading:
    """Read a report's figures. Pure; linear in the length of the text."""
    page = compact(document.text)
    found = mentions(page)
    unit = money_unit_of(found)
    lines = written_lines(document)
    identity = identity_group(page)
    year = identity.value("/year")
    others = of_other_years(page, found, lines, year)
    identity.add(score_and_grade(page, others))
    of_project = is_on_a_project(page)
    forest = list(trees(page.plain, found, of_project=of_project))
    sentences = [inside for _, _, inside in sentences_of(page.plain, found)]
    passages = [
        *budget_groups(page, forest),
        *project_groups(page, [mention for mention in found if mention.start not in others]),
        *execution_groups(page, found, of_project=of_project),
    ]
    tables = table_groups(document, unit, year)
    in_prose = prose_indicators(page, lines)
    papers = merged(in_prose, tables)
    goals = goals_group(lines)
    whole = [identity, narrative_group(document, lines), goals, *_without_goals(papers.groups, goals), papers.prose]
    accounts = [group for group in papers.passages if ":" in group.family]
    chosen_passages = list(_chosen([*_of_own_year(passages, others), *accounts]))
    chosen = [*whole, *chosen_passages]
    facts = facts_from(
        all_stated(chosen), year=year or _year_before(identity), unit=_coarsest(tables.groups, sentences)
    )
    return ReportReading(
        facts=facts,
        places=_places(chosen),
        passages=tuple(_passage(group, facts.year, unit) for group in [*passages, *papers.passages] if group.codes),
        figures=tuple(_figures(page, found, [*chosen, *passages], unit, others)),
        withheld=frozenset(
            (
                *withheld(facts, chosen_passages, [identity, *papers.groups], found),
                *withheld_of_grades(page.plain),
                *withheld_of_counts(facts, _of_own_year(passages, others)),
                *withheld_of_fields(papers.unasked),
                *withheld_of_prose(in_prose, papers),
            )
        ),
        beside=ReportFigures(
            text=document.text,
            sums=(
                *stated_sums(page, forest, found),
                *stated_adjustments(page, sentences),
                *closing_sums(page, found),
            ),
            scores=tuple(stated_scores(page, sentences)),
            tables=tuple(stated_columns(document)),
            counted=tuple(counted_parts(page, found)),
            rates=tuple(stated_rates(page, sentences)),
            rates_of_rows=tuple(rates_of_rows(document, facts.money_unit)),
            shares=tuple(stated_shares(page, forest, found)),
            excellent_rates=tuple(excellent_rates([group for group in passages if group.family.startswith("grades:")])),
            changes=tuple(stated_changes(page, found)),
            completion_rates=tuple(in_prose.completion),
            restated_totals=tuple(restated_totals(page, forest, others)),
            restated_amounts=tuple(restated_amounts(page, forest, others)),
            granted=tuple(granted_amounts(page, forest)),
            restated_fields=tuple(restated_fields([*papers.groups, papers.prose], facts)),
            restated_counts=tuple(restated_counts(page, passages, year)),
            unreadable=tuple(unreadable_numbers(document, [one.words_span(page) for one in malformed(found)])),
        ),
    )


def _without_goals(groups: Iterable[Group], goals: Group) -> Iterator[Group]:
    """The forms without the goals that they repeat from the prose."""
    told = {item.pointer.split("/")[2] for item in goals.stated}
    for group in groups:
        kept = [item for item in group.stated if not (item.pointer.startswith("/goals/") and _is_told(item, told))]
        yield replace(group, stated=kept)


def _is_told(item: Stated, told: Collection[str]) -> bool:
    return "/indicators/" not in item.pointer and item.pointer.split("/")[2] in told


def _of_own_year(groups: Iterable[Group], others: Mapping[int, int]) -> Iterator[Group]:
    """The groups with what they state of the report's own year; those that state nothing else are left out."""
    for group in groups:
        if not any(item.start in others for item in group.stated if item.digits):
            yield group
        elif own := _mainly_own(group, others):
            yield own


def _mainly_own(group: Group, others: Mapping[int, int]) -> Group | None:
    """A passage whose first figure is of the own year, without the others."""
    first = next((item for item in group.stated if item.digits), None)
    if first is None or first.start in others:
        return None
    return replace(group, stated=[item for item in group.stated if item.start not in others])


def _coarsest(tables: Iterable[Group], sentences: Iterable[Iterable[Mention]]) -> MoneyUnit:
    """The unit by whose last digit figures may differ: that of the prose, or a coarser one of the tables."""
    units = _units(all_stated(tables))
    found = tuple(mention for inside in sentences for mention in inside)
    if not units or any(mention.measure is Measure.MONEY for mention in found):
        units.add(money_unit_of(found))
    return max(units, key=lambda unit: YUAN_PER[unit])


def _units(stated: Iterable[Stated]) -> set[MoneyUnit]:
    return {MoneyUnit(item.unit) for item in stated if item.unit in set(MoneyUnit)}


def _year_before(identity: Group) -> int:
    """A report is written in the year after the one that it is about; NO_YEAR where it names no day."""
    reported = identity.value("/dates/reported")
    return reported.year - 1 if reported else NO_YEAR


def _chosen(passages: list[Group]) -> Iterator[Group]:
    """The passages that make the facts: of each kind the one that says most, of the plan before the result."""
    kinds: dict[str, Group] = {}
    for group in passages:
        kind = group.family if ":/" in group.family else group.family.partition(":")[0]
        kinds[kind] = max(kinds.get(kind, group), group, key=lambda one: len(one.stated))
    spending = kinds.get("expenditure", Group("expenditure"))
    for kind in sorted(kinds, key=_rank):
        if kind == "execution:/expenditure":
            yield _of_same_total(kinds[kind], spending.value("/expenditure/total"))
        elif kind not in {"parts", "basic"} or len(spending.stated) < 2:
            yield kinds[kind]


_ORDER = ("revenue", "expenditure", "parts", "basic", "shares", "execution:/project_totals")


def _rank(kind: str) -> tuple[bool, int]:
    return kind == "balance", _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _of_same_total(execution: Group, total: Decimal | None) -> Group:
    """Execution as it is stated; of another total than the passage on spending states only its rate."""
    if total in {None, execution.value("/expenditure/total")}:
        return execution
    return Group(execution.family, [item for item in execution.stated if item.pointer.endswith("/execution_rate")])


def _passage(group: Group, year: int, unit: MoneyUnit) -> Passage:
    own = max(_units(group.stated), key=lambda one: YUAN_PER[one], default=unit)
    return Passage(facts_from(group.stated, year=year, unit=own), _places([group]), group.codes - group.withheld)


def _places(groups: list[Group]) -> dict[str, tuple[Span, ...]]:
    places: dict[str, tuple[Span, ...]] = {}
    for item in all_stated(groups):
        places.setdefault(item.pointer, (item.words,))
    return places


def _figures(
    page: Compact, found: tuple[Mention, ...], groups: list[Group], unit: MoneyUnit, others: Mapping[int, int]
) -> Iterator[Figure]:
    """Every number once, in the order of the text: named ones by their facts, the others without a name."""
    named: dict[Span, Stated] = {}
    for item in all_stated(groups):
        if item.digits and item.start not in others:
            named.setdefault(item.span, item)
    seen = set(named)
    figures = [_named(item, unit) for item in named.values()]
    unnamed = (mention for mention in found if not _is_among(seen, mention.words_span(page)))
    figures.extend(_unnamed(page, mention, others.get(mention.start)) for mention in unnamed)
    yield from sorted(figures, key=lambda figure: figure.span)


def _is_among(spans: set[Span], span: Span) -> bool:
    """Whether a number has a name: the named span may be cut shorter or longer than the number."""
    return span in spans or any(
        (start, end) in spans and span[0] < end
        for start in range(max(0, span[0] - 3), span[1])
        for end in (span[1] - 1, span[1], span[1] + 1)
    )


def _unnamed(page: Compact, mention: Mention, year: int | None) -> Figure:
    value = mention.digits if mention.value is None else mention.digits.replace(",", "")
    return Figure(None, value, mention.unit, mention.words_span(page), mention.named_span(page), year)


def _named(item: Stated, unit: MoneyUnit) -> Figure:
    name = item.pointer[1:].replace("/", ".")
    value, shown = item.digits.replace(",", ""), item.unit
    if isinstance(item.value, Decimal) and item.unit in {"千元", "万"}:  # said in a unit that the file does not know
        value, shown = f"{in_unit(item.value, unit):f}", unit.value
    return Figure(name, value, shown, item.span, item.words)
