"""One word for one thing: what docs/glossary.md says a term is not called stands nowhere that people read."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.test_docs import DOCS, ROOT, read, rows

_CODE = ("assessments", "budgets", "evalsite")
_SKIPPED = ("migrations", "decisions", "glossary.md")  # what was released or decided is not written anew
_LOOKAROUND = re.compile(r"\(\?<?[!=][^()]*\)")
_EXCEPTIONS = "## Where a retired word has to stand"


@dataclass(frozen=True)
class Retired:
    """A word that is not used any more: a literal text, with lookarounds that say where it means something else."""

    pattern: str
    instead: str

    @property
    def example(self) -> str:
        return _LOOKAROUND.sub("", self.pattern)


@cache
def retired_words() -> tuple[Retired, ...]:
    terms = read("glossary.md").partition(_EXCEPTIONS)[0]
    return tuple(Retired(pattern, cells[1]) for cells in rows(terms) for pattern in re.findall("`([^`]+)`", cells[-1]))


@cache
def exceptions() -> tuple[tuple[str, str], ...]:
    """(retired word, beginning of a path); each stands with its reason in the glossary."""
    table = list(rows(read("glossary.md").partition(_EXCEPTIONS)[2]))[1:]
    assert all(reason for _, _, reason in table)
    return tuple((word.strip("`"), place.strip("`")) for word, place, _ in table)


def python_texts(source: str) -> Iterator[str]:
    """The string constants of a module but its docstrings and patterns: those read what other people wrote."""
    tree = ast.parse(source)
    skipped = {id(node) for call in ast.walk(tree) if _is_pattern(call) for node in ast.walk(call)}
    skipped |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.value


def _is_pattern(node: ast.AST) -> bool:
    call = node.func if isinstance(node, ast.Call) else None
    return isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and call.value.id == "re"


def plain_texts(source: str) -> Iterator[str]:
    yield re.sub(r"{% comment %}.*?{% endcomment %}", "", source, flags=re.DOTALL)


READERS = {".py": python_texts, ".html": plain_texts, ".js": plain_texts, ".toml": plain_texts, ".md": plain_texts}


@cache
def files() -> tuple[Path, ...]:
    found = [path for name in _CODE for path in (ROOT / name).rglob("*") if path.suffix in {".py", ".toml"}]
    found += [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").glob("*.js")]
    found += [*DOCS.rglob("*.md"), *DOCS.rglob("*.toml"), *ROOT.glob("*.md"), ROOT / "deploy" / "README.md"]
    return tuple(sorted(path for path in found if not any(part in path.parts for part in _SKIPPED)))


def found_in(suffix: str, source: str) -> Iterator[tuple[Retired, str]]:
    """Every retired word of a file, with the words around it."""
    for text in READERS[suffix](source):
        for word in retired_words():
            for match in re.finditer(word.pattern, text):
                yield word, text[max(0, match.start() - 12) : match.end() + 12].replace("\n", " ")


@cache
def everything_found() -> tuple[tuple[str, str, str], ...]:
    """(retired word, path, words around it)."""
    return tuple(
        (word.pattern, str(path.relative_to(ROOT)), around)
        for path in files()
        for word, around in found_in(path.suffix, path.read_text(encoding="utf-8"))
    )


def _is_excepted(pattern: str, path: str) -> bool:
    return any(word in {pattern, "*"} and path.startswith(place) for word, place in exceptions())


def test_no_retired_word_stands_where_people_read():
    assert [found for found in everything_found() if not _is_excepted(*found[:2])] == []


def test_every_exception_is_needed():
    seen = {(pattern, path) for pattern, path, _ in everything_found()}
    assert [
        (word, place)
        for word, place in exceptions()
        if not any(word in {pattern, "*"} and path.startswith(place) for pattern, path in seen)
    ] == []


SNIPPETS = {
    ".py": 'raise Refused(f"现在{name}不能%s。")\n',
    ".html": '<p class="muted">{{ name }}的%s</p>\n',
    ".js": 'say("%s", true);\n',
    ".toml": 'cells = [{ caption = "%s", span = 2 }]\n',
    ".md": "点“%s”，写明原因。\n",
}


@pytest.mark.parametrize("suffix", SNIPPETS)
@pytest.mark.parametrize("word", retired_words(), ids=lambda word: word.example)
def test_a_retired_word_would_be_found(word, suffix):
    assert re.escape(word.example) == word.example or "“" in word.example or " " in word.example
    assert word in {found for found, _ in found_in(suffix, SNIPPETS[suffix] % word.example)}


def test_what_reads_other_papers_is_let_be():
    assert list(found_in(".py", '"""体检"""\n_OLD = re.compile("体检|核验")\nwhere = re.search("免评", text)\n')) == []


def test_the_terms_are_all_there():
    terms = read("glossary.md").partition("## Further words")[0]
    assert len([cells for cells in rows(terms) if cells[0] != "English"]) == 82
    assert len(retired_words()) >= 60
    assert len({word.pattern for word in retired_words()}) == len(retired_words())
