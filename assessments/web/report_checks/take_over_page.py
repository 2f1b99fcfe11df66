"""The page on which a person confirms, piece by piece, what a report brings to the draft."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from assessments.drafting.take_over import Part
from assessments.exchange.taking_over import Offer, Standing, confirmed, offers, proposed
from assessments.facts_loader import facts_of, scheme_of
from assessments.intake.checked_report import NO_YEAR
from assessments.intake.loading.document import Span
from assessments.models import Assessment
from assessments.permissions import Decision, may_edit_section
from assessments.queries import own_assessments, section_drafts_of
from assessments.rules.scoring.computed import with_computed
from assessments.schema.facts import Facts
from assessments.schema.kinds import MONEY
from assessments.schema.pointers import definition_at, label, place_of
from assessments.terms import Section, Severity
from assessments.web.report_checks.pages import FoundItem, ReportCheckPage, anchor_at, quoted
from budgets.money import in_unit, plain_text
from evalsite.accounts.models import User
from evalsite.terms import Term

_NAME_FIELDS = ("name", "label", "fund", "problem")


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One piece as the page shows it. `state` says in words what stands already; `is_ticked` is only a proposal."""

    offer: Offer
    label: str
    value: str
    now: str
    words: str
    anchor: str
    found: tuple[FoundItem, ...]
    is_ticked: bool

    @property
    def is_inside(self) -> bool:
        return bool(self.offer.needs)

    @property
    def is_locked(self) -> bool:
        return self.offer.standing is Standing.LOCKED

    @property
    def is_conflict(self) -> bool:
        return self.offer.standing is Standing.DIFFERENT


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """The pieces of one section, of one project where the section belongs to it."""

    title: str
    rows: tuple[OfferRow, ...]


class TakeOverPage:
    """What the report offers to this draft. `posted` are the boxes that were ticked; None: as proposed."""

    def __init__(
        self, user: User, assessment: Assessment, check: ReportCheckPage, posted: Collection[str] | None = None
    ) -> None:
        self.user = user
        self.assessment = assessment
        self.check = check
        self.posted = posted
        self.result = check.result
        self.versions = _versions(assessment)  # before what they are versions of
        self.draft = facts_of(assessment)

    @cached_property
    def decision(self) -> Decision:
        """Only who may fill in the whole paper takes anything over into it."""
        return may_edit_section(self.user, self.assessment, Section.OVERVIEW)

    @property
    def report_year(self) -> int | None:
        year = self.result.facts.year
        return None if year == NO_YEAR else year

    @property
    def round_year(self) -> int:
        return self.assessment.round.fiscal_year.year

    @property
    def is_last_year(self) -> bool:
        return self.report_year == self.round_year - 1

    @property
    def foreign_name(self) -> str:
        """The office that the report names, where it is not this department."""
        name, own = self.result.facts.department.name, self.assessment.department.name
        return "" if not name or name.endswith(own) or own.endswith(name) else name

    @cached_property
    def proposal(self) -> Facts | None:
        units = frozenset(unit.name for unit in self.assessment.department.units.all())
        return proposed(self.result.facts, self.report_year, self.round_year, units)

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        computed = with_computed(self.draft, scheme_of(self.assessment.round))
        return offers(self.proposal, self.draft, computed) if self.proposal else ()

    @property
    def same_count(self) -> int:
        return sum(1 for offer in self.offers if offer.standing is Standing.SAME)

    @cached_property
    def chosen(self) -> tuple[Offer, ...]:
        return confirmed(self.offers, self.posted or ())

    @cached_property
    def groups(self) -> tuple[OfferGroup, ...]:
        groups: dict[str, list[OfferRow]] = {}
        for offer in self.offers:
            if offer.standing is not Standing.SAME:
                groups.setdefault(self._title(offer), []).append(self._row(offer))
        return tuple(OfferGroup(title, tuple(rows)) for title, rows in groups.items())

    @property
    def open_count(self) -> int:
        return sum(1 for offer in self.offers if offer.is_open)

    @property
    def has_new_rows(self) -> bool:
        return any(offer.is_open and offer.is_row for offer in self.offers)

    def taken(self) -> str:
        """What was chosen, in words, by section."""
        counts = Counter(_section(offer) for offer in self.chosen)
        return "、".join(f"{section.label} {counts[section]} 项" for section in Section if section in counts)

    def _title(self, offer: Offer) -> str:
        place = place_of(offer.pointer)
        if place is None or place.project is None:
            return _section(offer).label
        known = place.project < len(self.draft.projects)
        holder = self.draft if known else self.proposal
        index = place.project if known else int(offer.source.split("/")[2])
        return f"{label(f'/projects/{index}', holder)}：{place.section.label}"

    def _row(self, offer: Offer) -> OfferRow:
        spans = self._spans(offer)
        found = {
            item.number: item for span in spans for item in self.check.found_in.at(span) if self._is_about(item, offer)
        }
        is_wrong = any(item.finding.severity is Severity.ERROR for item in found.values())
        proposed_tick = offer.standing is Standing.BLANK and not is_wrong and not self._may_have_ended(offer)
        return OfferRow(
            offer=offer,
            label=self._label(offer),
            value=_shown(offer, offer.value),
            now=_shown(offer, offer.now),
            words="…".join(quoted(self.check.document.text, span) for span in spans),
            anchor=anchor_at(spans[0][0]) if spans else "",
            found=tuple(found[number] for number in sorted(found)),
            is_ticked=offer.is_open and (proposed_tick if self.posted is None else offer.source in self.posted),
        )

    def _is_about(self, item: FoundItem, offer: Offer) -> bool:
        """A finding on something that the report does not state is shown beside it, but is not about what it states.

        Of last year only what carries over counts: a sum that failed says nothing against the name of its row.
        """
        path = item.finding.path
        if self.is_last_year:
            return path in set(self._origins(offer))
        return path is None or any(known == path or known.startswith(f"{path}/") for known in self.result.places)

    def _label(self, offer: Offer) -> str:
        words = label(offer.source, self.proposal)
        return f"新增：{words}" if offer.is_row else words

    def _may_have_ended(self, offer: Offer) -> bool:
        """A project of last year may be over: its person says whether it goes on."""
        is_project = offer.is_row and offer.pointer.startswith("/projects/") and offer.pointer.count("/") == 2
        return self.is_last_year and is_project

    def _spans(self, offer: Offer) -> tuple[Span, ...]:
        places = self.result.places
        for pointer in self._origins(offer):
            if pointer in places:
                return places[pointer]
        below = next((spans for known, spans in places.items() if known.startswith(f"{offer.source}/")), ())
        return below[:1]

    def _origins(self, offer: Offer) -> Iterator[str]:
        """Where the report states a piece: what carries over from last year stands under another name there."""
        holder, _, name = offer.source.rpartition("/")
        if self.is_last_year:
            if name == "baseline":
                yield f"{holder}/actual"
            if name == "target":
                yield f"{holder}/adjusted_target"
            if name == "amount" and holder.startswith("/revenue/lines/"):
                yield "/expenditure/year_end_balance"
        yield offer.source
        if name in {"comparator", "unit"}:  # written in one cell with the target
            yield f"{holder}/target"
        if offer.is_row:
            yield from (f"{offer.source}/{name}" for name in _NAME_FIELDS)


def _versions(assessment: Assessment) -> tuple[str, ...]:
    """The versions of all sections as the page carries them: "finance:3", "results-17:1"."""
    return tuple(
        f"{draft.section}{'' if draft.project_id is None else f'-{draft.project_id}'}:{draft.version}"
        for draft in section_drafts_of(assessment)
    )


def seen_versions(texts: Iterable[str]) -> Mapping[Part, int]:
    """What `_versions` wrote; a text that it did not write is no version."""
    seen: dict[Part, int] = {}
    for text in texts:
        place, _, version = text.partition(":")
        name, _, project = place.partition("-")
        if name in set(Section) and version.isdecimal() and (not project or project.isdecimal()):
            seen[Section(name), int(project) if project else None] = int(version)
    return seen


def drafts_open_to(user: User) -> tuple[Assessment, ...]:
    """Drafts into which the person may take something over."""
    return tuple(item for item in own_assessments(user) if may_edit_section(user, item, Section.OVERVIEW).allowed)


def _section(offer: Offer) -> Section:
    place = place_of(offer.pointer)
    return place.section if place else Section.OVERVIEW


def _shown(offer: Offer, value: Any) -> str:
    """A value as people read it, money in 万元; a row by its name."""
    if value is None:
        return ""
    if offer.is_row:
        names = (getattr(value, name, None) for name in _NAME_FIELDS)
        value = next((name for name in names if name), "")
    if isinstance(value, Decimal):
        return f"{plain_text(in_unit(value))} 万元" if offer.kind is MONEY else _figure(offer, value)
    if isinstance(value, Term):
        return value.label
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)


def _figure(offer: Offer, value: Decimal) -> str:
    definition = definition_at(offer.source)
    is_rate = definition is not None and definition.unit == "%"
    return f"{plain_text(value)}%" if is_rate else plain_text(value)
