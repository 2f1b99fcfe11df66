"""The documents say what the code does: tables are compared with it, and no link leads nowhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from assessments.exchange.file_format import DOCUMENT, FORMAT
from assessments.reports.county.documents import COUNTY_DOCUMENTS
from assessments.reports.documents import KINDS
from assessments.rules.checks.catalogue import catalogue
from assessments.rules.lifecycle import TRANSITIONS
from assessments.rules.rectification import NOTICE_STEPS
from assessments.terms import Action, Band, NoticeAction, NoticeState, Role, Status
from budgets.terms import FundKind, SourceLevel
from evalsite.settings import OPTIONS

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "deploy").glob("*.md")])
LARGEST_PICTURE = 300_000  # bytes
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def rows(text: str) -> Iterator[list[str]]:
    """The cells of every table row."""
    for line in text.splitlines():
        if line.startswith("|") and not line.startswith("|---"):
            yield [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        path = unquote(target.split("#")[0])
        if path and not path.startswith(("http://", "https://")):
            assert (page.parent / path).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_anchor_has_its_heading(page):
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        if anchor and not target.startswith("http"):
            other = (page.parent / unquote(path)) if path else page
            headings = re.findall(r"^#+ (.+)$", other.read_text(encoding="utf-8"), re.MULTILINE)
            assert unquote(anchor) in {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in headings}


def _steps_of(actions):
    """The rows of the process whose step is one of these."""
    shown = (cells for cells in rows(read("process.md")) if cells[0].startswith("`"))
    return [cells for cells in shown if cells[0].split("`")[1] in set(actions)]


def test_the_table_of_notices_is_that_of_the_code():
    assert [cells[:3] for cells in _steps_of(NoticeAction)] == [
        [
            f"`{step.action.value}` {step.action.label}",
            "、".join(state.label for state in NoticeState if state in step.sources)
            or "an approved or published assessment",
            "、".join(role.label for role in Role if role in step.roles),
        ]
        for step in NOTICE_STEPS.values()
    ]


def test_the_transition_table_of_the_process_is_that_of_the_code():
    shown = _steps_of(Action)
    assert [cells[:4] for cells in shown] == [
        [
            f"`{step.action.value}` {step.action.label}",
            "、".join(status.label for status in Status if status in step.sources),
            step.target.label,
            "、".join(role.label for role in Role if role in step.roles),
        ]
        for step in TRANSITIONS.values()
    ]
    assert {cells[0].split("`")[1]: cells[4] for cells in shown} == {
        step.action.value: "; ".join(
            text
            for text, holds in (
                ("comment", step.needs_comment),
                ("clean checks", step.needs_clean_checks),
                ("freezes a snapshot", step.freezes),
            )
            if holds
        )
        for step in TRANSITIONS.values()
    }
    assert set(TRANSITIONS) == set(Action) - {Action.SAVE}


def test_the_glossary_has_the_words_of_states_and_roles():
    words = {word for cells in rows(read("glossary.md")) for word in re.split("[、，]", cells[1])}
    assert {role.label for role in Role if role is not Role.UNIT_PREPARER} <= words
    assert {kind.label for kind in FundKind if kind is not FundKind.OTHER} <= words


def test_the_exchange_format_names_every_key_and_every_word():
    text = read("exchange-format.md")
    table = {cells[0].strip("`"): cells[1] for cells in rows(text.split("## Words")[0]) if cells[0].startswith("`")}
    named = {key for keys in table for key in re.findall(r"\w+", keys)}
    assert named == {key.name for key in DOCUMENT.keys}
    assert FORMAT in text
    written = set(re.findall(r"`([^`]+)`", text))
    assert {word.value for words in (FundKind, SourceLevel, Band) for word in words} <= written
    described = set(re.findall(r"[a-z_]+", text))
    assert set(_every_key(DOCUMENT)) <= described


def _every_key(kind: object) -> Iterator[str]:
    for key in getattr(kind, "keys", ()):
        yield key.name
        yield from _every_key(key.kind)
    item = getattr(kind, "item", None)
    if item is not None:
        yield from _every_key(item)


def test_the_table_of_options_is_that_of_the_settings():
    shown = {cells[0].strip("`"): cells[2] for cells in rows(read("operation.md")) if cells[0].startswith("`")}
    assert list(shown) == list(OPTIONS)

    ranges = {name: re.match(r" (\d+) 至 (\d+) 的整数", option.allowed) for name, option in OPTIONS.items()}
    numbers = {name: "—".join(edges.groups()) for name, edges in ranges.items() if edges}
    assert {name: shown[name] for name in numbers} == numbers


def test_every_document_is_described_with_its_formats_and_shown():
    described = re.findall(
        r"^### (.+)\n\n((?:.+\n)+)\n!\[.+\]\(images/pages/.+\.png\)$", read("documents.md"), re.MULTILINE
    )
    kinds = [(kind.title, kind) for kind in KINDS] + [(f"全县{kind.title}", kind) for kind in COUNTY_DOCUMENTS]
    assert {title: re.findall(r"PDF|Word|Excel", text) for title, text in described} == {
        title: [format_.label for format_ in kind.formats] for title, kind in kinds
    }


def test_decisions_are_numbered_without_a_gap_and_listed():
    files = sorted(path.name for path in (DOCS / "decisions").glob("0*.md"))
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))
    listed = re.findall(r"\[(\d{4})\]\(([^)]+)\) \| (.+) \|", read("decisions/README.md"))
    titles = [read(f"decisions/{name}").splitlines()[0] for name in files]
    assert [(name, f"# {number} {title}") for number, name, title in listed] == list(zip(files, titles, strict=True))
    for name in files:
        text = read(f"decisions/{name}")
        assert [part for part in ("**Context.**", "**Decision.**", "**Price.**") if part not in text] == []


# How many checks there are, in any of the ways of saying it.
_COUNTED_CHECKS = re.compile(r"(?<![0-9K–—-])([0-9]{2,3}) ?(?:checks|条校验规则|条校验|项校验|条规则)(?!结果)")


def test_both_readmes_count_the_checks():
    for name in ("README.md", "README.zh-CN.md"):
        assert _COUNTED_CHECKS.search((ROOT / name).read_text(encoding="utf-8")), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_number_of_checks_is_that_of_the_registry(page):
    counted = _COUNTED_CHECKS.findall(page.read_text(encoding="utf-8"))

    assert counted == [str(len(catalogue()))] * len(counted)


def test_the_guide_to_a_new_check_takes_a_free_code():
    codes = re.findall(r'@(?:text_)?check\("(K[0-9]+)"', read("adding-a-check.md"))

    assert codes
    assert {entry.code for entry in catalogue()} & set(codes) == set()


def test_pictures_are_small_and_shown():
    pictures = set((DOCS / "images").rglob("*.png"))
    text = {page: page.read_text(encoding="utf-8") for page in PAGES}
    shown = {
        (page.parent / target).resolve()
        for page in PAGES
        for target in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text[page])
    }
    assert pictures == shown
    assert [picture.name for picture in pictures if picture.stat().st_size > LARGEST_PICTURE] == []


def _shown_by_the_site() -> str:
    """Every word of the code, the templates and the scripts."""
    folders = ("assessments", "budgets", "evalsite", "templates", "static/js")
    files = (path for name in folders for path in (ROOT / name).rglob("*") if path.suffix in {".py", ".html", ".js"})
    return "\n".join(path.read_text(encoding="utf-8") for path in files if "migrations" not in path.parts)


def _quoted(text: str) -> set[str]:
    """What stands in quotation marks, but for examples of texts with numbers of their own."""
    return {words for words in re.findall("“([^”]+)”", text) if not re.search(r"[0-9]", words)}


def test_what_a_guide_quotes_stands_on_a_page():
    """A button that has another name today cannot be found by its old one."""
    shown = _shown_by_the_site()
    quoted = {path.name: _quoted(path.read_text(encoding="utf-8")) for path in (DOCS / "guide").glob("*.md")}

    assert sum(map(len, quoted.values())) > 100
    assert {(name, words) for name, found in quoted.items() for words in found if words not in shown} == set()
