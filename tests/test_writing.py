"""Numbers, Latin words and dates are written in one way on every page, in every message and guide.

On the screen Latin words and ordinals stand apart from Chinese (PDF 文件, 第 1 行) and a day is 2023年11月20日; papers
leave no space anywhere, as official documents do.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_docs import ROOT
from tests.test_words import files

_HAN = "\u4e00-\u9fff"
_PAPERS = ("assessments/reports/", "templates/reports/", "assessments/demo/", "docs/form-layouts")
_TIGHT = re.compile(rf"[{_HAN}][A-Za-z]|[A-Za-z][{_HAN}]")
_TIGHT_ORDINAL = re.compile(r"第[0-9{\0]")
_DATE_FORMATS = {"Y年n月j日", "Y年n月j日 H:i", "Y年n月j日 H:i:s", "H:i:s"}


def screen_files() -> list[Path]:
    """What people read on the screen: all but papers and what reads other people's papers."""
    return [path for path in files() if not str(path.relative_to(ROOT)).startswith(_PAPERS)]


def texts_of(path: Path) -> Iterator[str]:
    """What stands there as words; a value that is put in later is NUL."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from _python(source)
    elif path.suffix == ".html":
        yield re.sub(r"{{.*?}}", "\0", re.sub(r"{%.*?%}|<[^>]*>", "", source, flags=re.DOTALL))
    elif path.suffix == ".js":
        yield re.sub(r"\$\{.*?\}", "\0", source)
    else:
        yield re.sub(r"`[^`]*`|\]\([^)]*\)", "", re.sub(r"```.*?```", "", source, flags=re.DOTALL))


def _python(source: str) -> Iterator[str]:
    """Strings but docstrings, patterns and formats of dates, with f-strings as one."""
    inside: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) or _is_of(node, "re"):
            inside |= {id(each) for each in ast.walk(node)}
        elif isinstance(node, ast.JoinedStr) and id(node) not in inside:
            inside |= {id(each) for each in ast.walk(node)}
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield "" if _is_format(node.value) else re.sub(r"%\(\w+\)s", "\0", node.value)


def _is_of(node: ast.AST, module: str) -> bool:
    call = node.func if isinstance(node, ast.Call) else None
    return isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and call.value.id == module


def _is_format(text: str) -> bool:
    return text in _DATE_FORMATS or "\\" in text or "(?" in text


def found(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    return [
        (str(path.relative_to(ROOT)), text[max(0, match.start() - 12) : match.end() + 12])
        for path in screen_files()
        for text in texts_of(path)
        for match in pattern.finditer(text)
    ]


def test_latin_words_stand_apart() -> None:
    assert found(_TIGHT) == []


def test_ordinals_stand_apart() -> None:
    assert found(_TIGHT_ORDINAL) == []


def test_days_are_written_in_one_way() -> None:
    templates = {path: path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")}
    others = {
        (str(path.relative_to(ROOT)), said)
        for path, source in templates.items()
        for said in re.findall(r"""\|date:["']([^"']*)["']""", source)
        if said not in _DATE_FORMATS
    }
    assert others == set()


@pytest.mark.parametrize(
    ("suffix", "source", "is_fault"),
    [
        (".py", 'raise Refused(f"生成PDF文件超时（{name}）。")', True),
        (".py", 'raise Refused(f"第{number}行未填写。")', True),
        (".py", 'raise Refused(f"第 {number} 行的 PDF 文件。")', False),
        (".py", '"""下载PDF文件"""\n_OLD = re.compile("第1行")\nshown = date_format(day, "Y年n月j日")', False),
        (".html", "<p>下载PDF</p>", True),
        (".html", "<p>第{{ number }}次报送</p>", True),
        (".html", '<p><a href="x">{{ name }}</a>第 {{ number }} 次，<b>PDF</b> 文件</p>', False),
        (".js", "say(`第${number}行`);", True),
        (".md", "下载`check_archive`的PDF。", True),
    ],
)
def test_a_fault_would_be_found(tmp_path: Path, suffix: str, source: str, is_fault: bool) -> None:
    path = tmp_path / f"source{suffix}"
    path.write_text(source, encoding="utf-8")
    assert any(_TIGHT.search(text) or _TIGHT_ORDINAL.search(text) for text in texts_of(path)) is is_fault
