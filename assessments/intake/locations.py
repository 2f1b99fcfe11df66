"""Where a finding stands in a report: the figure that it names, and the others that it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase

from assessments.intake.loading.document import Span
from assessments.rules.checks import CHECKS
from assessments.rules.findings import Finding
from assessments.schema.identities import parts_beside

Places = Mapping[str, tuple[Span, ...]]

_CONCERNS = {rule.code: rule.concerns for rule in CHECKS}
_SHOWN_AT_MOST = 40  # spans of one finding


def placed(finding: Finding, places: Places) -> Finding:
    """The finding with its places in the text; spans inside a narrative passage are moved to where it stands."""
    path = finding.path or ""
    if finding.spans and path in places:
        start = places[path][0][0]
        return replace(finding, spans=tuple((start + low, start + high) for low, high in finding.spans))
    spans = [*_at(path, places)]
    for pointer in _beside(finding.code, path):
        spans.extend(_below(pointer, places))
    return replace(finding, spans=tuple(dict.fromkeys(spans))[:_SHOWN_AT_MOST])


def _beside(code: str, path: str) -> Iterator[str]:
    """What else a finding is about, as pointers: the parts of a sum, and what the check concerns (`Check.concerns`)."""
    yield from parts_beside(code, path)
    steps = path.split("/")
    for pattern in _CONCERNS.get(code, ()):
        up = len(pattern) - len(pattern.lstrip("~"))
        holder = "/".join(steps[: len(steps) - up]) if up else ""
        yield holder + pattern[up:]


def _at(path: str, places: Places) -> Iterator[Span]:
    """Where a fact stands; for one that is missing, what stands beside it."""
    while path:
        if path in places:
            yield from places[path]
            return
        below = list(_below(path, places))
        if below:
            yield from below
            return
        path = path.rpartition("/")[0]


def _below(pointer: str, places: Places) -> Iterator[Span]:
    for known, spans in places.items():
        if known == pointer or known.startswith(f"{pointer}/") or ("*" in pointer and fnmatchcase(known, pointer)):
            yield from spans
