"""Every regular expression of the code, found where it is written, and hostile texts made of its own pieces.

A pattern is the first argument of any call of `re`, worked out in the namespace of its module: a new one is found
without anybody telling. How it is used decides what is asked of it: one that is only ever matched at a place need not
be fast to search.
"""

import ast
import copy
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType

ROOT = Path(__file__).parents[2]
PACKAGES = ("assessments", "budgets", "evalsite")
_FUNCTIONS = {"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"}
_ANCHORED = {"match", "fullmatch"}


@dataclass(frozen=True)
class Written:
    """A pattern with its place. `is_anchored`: it is only ever tried at one place of a text."""

    place: str
    pattern: "re.Pattern[str]"
    is_anchored: bool

    def run(self, text: str) -> None:
        if self.is_anchored:
            self.pattern.match(text)
            self.pattern.fullmatch(text)
        else:
            for _ in self.pattern.finditer(text):
                pass


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


@cache
def written_patterns() -> tuple[Written, ...]:
    """Each text pattern once, by its expression and flags. Patterns over bytes look at the heads of files only."""
    found: dict[tuple[str, int], Written] = {}
    for path in sources():
        for call, method, name in _calls(path):
            pattern = _compiled(path, call)
            if pattern is not None:
                used = {method} if method != "compile" else _methods(path, name) if name else {"search"}
                _add(found, Written(_place(path, call), pattern, used <= _ANCHORED))
        for pattern in _values(list(vars(module_of(path)).values())):  # made by comprehensions of tables
            found.setdefault((pattern.pattern, pattern.flags), Written(str(path), pattern, is_anchored=False))
    return tuple(written for written in found.values() if isinstance(written.pattern.pattern, str))


def local_patterns() -> Iterator[tuple[str, str]]:
    """Calls whose pattern is known only when they are made: the file and the expression."""
    for path in sources():
        for call, _, _ in _calls(path):
            if _compiled(path, call) is None:
                yield path.relative_to(ROOT).as_posix(), ast.unparse(call.args[0])


def module_of(path: Path) -> ModuleType:
    return importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def _place(path: Path, call: ast.Call) -> str:
    return f"{path.relative_to(ROOT)}:{call.lineno}"


def _add(found: dict[tuple[str, int], Written], written: Written) -> None:
    key = (written.pattern.pattern, written.pattern.flags)
    known = found.setdefault(key, written)
    if known.is_anchored and not written.is_anchored:
        found[key] = replace(known, is_anchored=False)


def _values(value: object, depth: int = 5) -> Iterator["re.Pattern[str]"]:
    """Patterns in a table."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, tuple | list | set | frozenset | dict):
        for item in value.items() if isinstance(value, dict) else value:
            yield from _values(item, depth - 1)


def _calls(path: Path) -> Iterator[tuple[ast.Call, str, str]]:
    """Every call of `re` with its function and the name that its result is bound to, if it is bound to one."""
    names: dict[ast.AST, str] = {}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            names[node.value] = node.targets[0].id
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in _FUNCTIONS
        ):
            yield node, node.func.attr, names.get(node, "")


class _AnyWords(ast.NodeTransformer):
    """Words that an f-string takes from local names: any will do."""

    def __init__(self, names: dict[str, object]) -> None:
        self._names = names

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        try:
            eval(compile(ast.Expression(node.value), "", "eval"), dict(self._names))
        except NameError:
            return ast.Constant("项目")
        return node


def _compiled(path: Path, call: ast.Call) -> "re.Pattern[str] | None":
    """The pattern of a call, worked out in its module; None where it is a local name."""
    names = {**vars(module_of(path)), "compile_": re.compile}
    flags = [keyword.value for keyword in call.keywords if keyword.arg == "flags"] or call.args[1:2]
    with_flags = isinstance(call.func, ast.Attribute) and call.func.attr == "compile"
    written = _AnyWords(names).visit(copy.deepcopy(call.args[0]))
    expression = ast.Call(ast.Name("compile_", ast.Load()), [written, *(flags if with_flags else [])], [])
    try:
        return eval(compile(ast.fix_missing_locations(ast.Expression(expression)), str(path), "eval"), names)
    except NameError:
        return None


@cache
def _usages(path: Path) -> dict[str, set[str]]:
    """By the name of a pattern the methods that are called on it in a file; `search` where it is handed on."""
    used: dict[str, set[str]] = defaultdict(set)
    tree = ast.parse(path.read_text())
    called = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used[node.value.id].add(node.attr)
            called.add(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in called:
            used[node.id].add("search")
    return used


def _methods(path: Path, name: str) -> set[str]:
    """A name without an underscore may be used anywhere."""
    private = name.startswith("_")
    return (private and _usages(path).get(name)) or {"search"}


# What people who mean harm paste, or who have bad luck.
COMMON = (
    "9", "1,234", "1.", "12.5", "1.项目\n", "（", "）", "（）", "(1)", "其中：", "、", "，", "。", " ", "\n", "\t",
    "\u3000", "项", "项目", "a", "一", "“", "《", "年", "万元", "%", ":", "2023年", "1,234.56万元，",
    "其中：项目1万元，",
)  # fmt: skip
_END = "\x00"  # what no pattern of ours takes: it is tried to the last way
_MOST_PIECES = 24  # of one pattern


def hostile_pieces(pattern: "re.Pattern[str]") -> tuple[tuple[str, str], ...]:
    """Pairs of a beginning and of what is repeated behind it, out of the pattern's own tree."""
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    whole = _sample(tree)
    pieces: dict[tuple[str, str], None] = {("", whole): None}
    for before, body in _repeats(tree, ""):
        pieces[before, body] = None
        pieces["", body] = None
        pieces["", before + body] = None
    for text in list(pieces)[:_MOST_PIECES]:
        pieces.setdefault(("", text[1][:1]), None)
    return tuple(item for item in pieces if item[1])[:_MOST_PIECES]


def _repeats(tree: object, before: str) -> Iterator[tuple[str, str]]:
    """Whatever may come many times, with a sample of what comes before it."""
    for code, value in tree:  # type: ignore[attr-defined]
        if code in {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}:
            _, most, inner = value
            if most > 20:
                yield from ((before, sample) for sample in _samples(inner))
            yield from _repeats(inner, before)
        elif code is op.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, before)
        elif code is op.SUBPATTERN:
            yield from _repeats(value[3], before)
        elif code is op.ATOMIC_GROUP:
            yield from _repeats(value, before)
        elif code in {op.ASSERT, op.ASSERT_NOT}:
            yield from _repeats(value[1], before)
        before += _item(code, value)


def _samples(tree: object) -> list[str]:
    """Some texts that a piece matches: of its first branch, and of each branch where it is one."""
    for code, value in tree:  # type: ignore[attr-defined]
        if code is op.BRANCH and len(tree) == 1:  # type: ignore[arg-type]
            return [_sample(branch) for branch in value[1]]
        if code is op.IN and len(tree) == 1:  # type: ignore[arg-type]
            return list(dict.fromkeys(_of_class(value, at) for at in range(min(6, len(value)))))
    return [_sample(tree)]


def _sample(tree: object) -> str:
    return "".join(_item(code, value) for code, value in tree)  # type: ignore[attr-defined]


def _item(code: object, value: object) -> str:  # noqa: PLR0911 - a table of the tree's parts
    match code:
        case op.LITERAL:
            return chr(value)  # type: ignore[arg-type]
        case op.NOT_LITERAL | op.ANY:
            return "水"
        case op.IN:
            return _of_class(value, 0)
        case op.BRANCH:
            return _sample(value[1][0])  # type: ignore[index]
        case op.SUBPATTERN:
            return _sample(value[3])  # type: ignore[index]
        case op.ATOMIC_GROUP:
            return _sample(value)
        case op.MAX_REPEAT | op.MIN_REPEAT | op.POSSESSIVE_REPEAT:
            least, most, inner = value  # type: ignore[misc]
            return _sample(inner) * min(max(least, 1), most, 3)
        case _:
            return ""


_OF_CATEGORY = {op.CATEGORY_DIGIT: "9", op.CATEGORY_SPACE: " ", op.CATEGORY_WORD: "项"}


def _of_class(items: list[tuple[object, object]], at: int) -> str:
    if items[0][0] is op.NEGATE:
        refused = re.compile(_class_text(items))
        return next((sign for sign in "水9a ，（\n" if refused.fullmatch(sign)), "水")
    code, value = items[at % len(items)]
    if code is op.LITERAL:
        return chr(value)  # type: ignore[arg-type]
    if code is op.RANGE:
        return chr(value[0] + (9 if value[0] == 0x30 else 0))  # type: ignore[index]
    return _OF_CATEGORY.get(value, "水")


def _class_text(items: list[tuple[object, object]]) -> str:
    inside = ""
    for code, value in items[1:]:
        if code is op.LITERAL:
            inside += re.escape(chr(value))  # type: ignore[arg-type]
        elif code is op.RANGE:
            inside += f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"  # type: ignore[index]
        else:
            inside += {op.CATEGORY_DIGIT: r"\d", op.CATEGORY_SPACE: r"\s", op.CATEGORY_WORD: r"\w"}.get(value, "")
    return f"[^{inside}]"


def hostile_texts(pattern: "re.Pattern[str]") -> Iterator[tuple[str, str, str]]:
    """Beginning, what is repeated, end."""
    for before, body in hostile_pieces(pattern):
        yield before, body, _END
    for piece in COMMON:
        yield "", piece, _END
