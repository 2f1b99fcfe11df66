"""Where a finding stands in a report: the figure that it names, and the others that it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase

from assessments.intake.loading.document import Span
from assessments.rules.findings import Finding

Places = Mapping[str, tuple[Span, ...]]

# What else a finding is about, besides the place that it names: the parts of a sum, what a rate divides. "~" is the
# holder of the place named, "~~" the holder of that, "=" its own last name, "*" any number.
_BESIDE: dict[str, tuple[str, ...]] = {
    "K01": ("/revenue/lines",),
    "K02": ("/expenditure/basic", "/expenditure/projects"),
    "K03": ("/expenditure/personnel", "/expenditure/operating"),
    "K04": ("/expenditure/total",),
    "K06": ("/project_totals/by_fund",),
    "K07": ("~~/funding/*/=",),
    "K11": ("~/adjusted", "~/executed", "~/execution_rate", "~/weight", "/expenditure"),
    "K12": ("~~/*/weight", "~~~/total/weight"),
    "K13": ("~/weight",),
    "K14": ("~/total/score", "~/execution/score", "~/indicators/*/score"),
    "K15": ("~/score", "~/grade"),
    "K16": ("/project_totals/count", "/transfers/count"),
    "K19": ("~/target", "~/actual", "~/weight"),
    "K22": ("~/actual", "~/target"),
    "K23": ("~/score", "~/weight"),
    "K24": ("~/score", "~/weight"),
    "K26": ("~/adjusted", "~/execution_rate", "~~/indicators/*/score"),
    "K27": ("/projects/*/score", "/projects/*/name"),
    "K37": ("~/name", "~/target"),
    "K45": ("/dates",),
    "K46": ("/dates",),
    "K62": ("/projects/*/name",),
} | dict.fromkeys(("K08", "K09", "K10"), ("~/adjusted", "~/total", "~/executed"))
_OF_LISTED = {"/expenditure/projects": "adjusted"}  # K05: the column that such a total sums up
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
    if code == "K05":
        yield f"/projects/*/total/{_OF_LISTED.get(path, path.rpartition('/')[2])}"
    steps = path.split("/")
    for beside in _BESIDE.get(code, ()):
        up = len(beside) - len(beside.lstrip("~"))
        holder = "/".join(steps[: len(steps) - up]) if up else ""
        yield holder + beside[up:].replace("=", steps[-1])


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
