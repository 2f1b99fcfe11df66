"""Every address of the site by what its variable parts mean. A part that nobody has named here fails the tests."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver

from assessments.rules.lifecycle import TRANSITIONS
from assessments.terms import NoticeAction, Section

# What `pk` is, by the beginning of the route; the first that fits.
_PK = (
    ("assessments/", "assessment"),
    ("report-checks/", "report"),
    ("review/", "assessment"),
    ("bundles/", "bundle"),
    ("county/", "round"),
    ("rounds/", "round"),
    ("exemptions/", "exemption"),
    ("notices/", "notice"),
    ("people/", "person"),
    ("departments/sections/", "finance_section"),
    ("departments/", "department"),
)
_PART = {
    "assessment_pk": "assessment",
    "project_pk": "project",
    "comment_pk": "comment",
    "attachment_pk": "attachment",
    "indicator_pk": "indicator",
}
# Parts that are words or numbers of no row: one that there is.
_WORDS = {"key": "work-report", "county_key": "county-table", "ending": "pdf", "number": "1", "mark": "0"}
_CHOICES = {"section", "action", "step", *_WORDS}
_VARIABLE = re.compile("<[a-z]+:([a-z_]+)>")
# A number that no row has.
MISSING = 987_654_321


@dataclass(frozen=True)
class Route:
    """One address pattern: `parts` says what each variable part means."""

    name: str
    text: str
    parts: Mapping[str, str]

    @property
    def objects(self) -> list[str]:
        return [kind for kind in self.parts.values() if kind not in _CHOICES]

    def paths(self, ids: Mapping[str, int]) -> list[str]:
        """The addresses of these objects, one for each section and each step that the route can name."""
        choices = [self._values(kind, ids) for kind in self.parts.values()]
        return [self._filled(dict(zip(self.parts, values, strict=True))) for values in product(*choices)]

    def _values(self, kind: str, ids: Mapping[str, int]) -> list[object]:
        if kind == "section":
            return [section for section in Section if section.is_per_project is ("project" in self.objects)]
        if kind == "action":
            return list(TRANSITIONS)
        if kind == "step":
            return [NoticeAction.REPLY, NoticeAction.RETURN, NoticeAction.ACCEPT]
        return [_WORDS[kind] if kind in _WORDS else ids[kind]]

    def _filled(self, values: Mapping[str, object]) -> str:
        return "/" + _VARIABLE.sub(lambda match: str(values[match[1]]), self.text)


def routes() -> list[Route]:
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, text: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        here = text + str(entry.pattern)
        if isinstance(entry, URLPattern):
            parts = {part: _meaning(here, part) for part in entry.pattern.converters}
            yield Route(f"{namespace}{entry.name}", here, parts)
        else:
            yield from _walk(entry, here, f"{entry.namespace}:" if entry.namespace else namespace)


def _meaning(route: str, part: str) -> str:
    if part in _CHOICES:
        return part
    if part == "pk":
        return next(kind for start, kind in _PK if route.startswith(start))
    return _PART[part]
