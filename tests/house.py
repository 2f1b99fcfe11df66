"""`script/house`: how the house is kept, in figures beside what is asked of it.

Decisions are counted as cyclomatic complexity counts them: one for a function, one more for each branch, loop, handler,
case, operand of `and` or `or` behind the first, and each part of a comprehension. Lines are those of the function.
"""

import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.guides import edits_of

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("assessments", "budgets", "evalsite")
# Names that a framework gives: a command is called Command, the options of a model Meta.
_GIVEN = {"Command", "Meta", "Migration"}


@dataclass(frozen=True, slots=True)
class Function:
    path: str
    name: str
    decisions: int
    lines: int


@dataclass(frozen=True, slots=True)
class Measure:
    name: str
    value: float
    limit: float
    unit: str = ""
    where: str = ""
    is_floor: bool = False  # at least, where the others are at most

    @property
    def is_kept(self) -> bool:
        return self.value >= self.limit if self.is_floor else self.value <= self.limit


class _Decisions(ast.NodeVisitor):
    """Counts the decisions of one function, without those of functions inside it."""

    def __init__(self) -> None:
        self.count = 1

    def generic_visit(self, node: ast.AST) -> None:
        one_each = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.match_case, ast.Assert)
        if isinstance(node, one_each):
            self.count += 1
        elif isinstance(node, ast.BoolOp):
            self.count += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            self.count += 1 + len(node.ifs)
        super().generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """It is counted by itself."""


def sources(*folders: str) -> list[Path]:
    return [
        path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts
    ]


def functions() -> Iterator[Function]:
    for path in sources(*PACKAGES):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                decisions = _Decisions()
                for statement in node.body:
                    decisions.visit(statement)
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                yield Function(path.relative_to(ROOT).as_posix(), node.name, decisions.count, lines)


def names_of_two_meanings() -> tuple[list[str], int]:
    """Class names that stand in more than one module, and how many class names there are."""
    modules: dict[str, set[Path]] = defaultdict(set)
    for path in sources(*PACKAGES):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and node.name not in _GIVEN:
                modules[node.name].add(path)
    return sorted(name for name, paths in modules.items() if len(paths) > 1), len(modules)


def fullest_folder() -> tuple[str, int]:
    """The folder with the most modules, packages' own files apart."""
    modules = [path for path in sources(*PACKAGES) if path.name != "__init__.py"]
    (folder, count), *_ = Counter(path.parent.relative_to(ROOT).as_posix() for path in modules).most_common(1)
    return folder, count


def _lines(paths: list[Path]) -> dict[Path, int]:
    return {path: len(path.read_text().splitlines()) for path in paths}


def measures() -> Iterator[Measure]:
    every = list(functions())
    intake = [each for each in every if each.path.startswith("assessments/intake/")]
    folder, modules = fullest_folder()
    twice, names = names_of_two_meanings()
    ours, tests = _lines(sources(*PACKAGES)), _lines(sources("tests"))
    longest = max(ours, key=ours.__getitem__)
    hardest = max(every, key=lambda each: each.decisions)
    yield Measure("modules in the fullest folder", modules, 15, where=folder)
    yield Measure("class names of two meanings", 100 * len(twice) / names, 2, "%", f"{len(twice)} of {names}")
    yield Measure("functions over complexity 10", _share_over(every, 10), 5, "%", f"{hardest.path}:{hardest.name}")
    yield Measure("functions over complexity 10 in intake", _share_over(intake, 10), 5, "%")
    density = sum(each.decisions for each in every) / sum(each.lines for each in every)
    yield Measure("decisions per line", density, 0.35)
    yield Measure("functions over 50 lines", 100 * sum(each.lines > 50 for each in every) / len(every), 2, "%")
    yield Measure("lines of the longest module", ours[longest], 400, where=longest.relative_to(ROOT).as_posix())
    files = {edit.path for edit in edits_of("adding-a-field.md")}
    yield Measure("files of a new text field that is printed", len(files), 6, where="docs/adding-a-field.md")
    yield Measure("lines of tests to lines of code", sum(tests.values()) / sum(ours.values()), 1.2, is_floor=True)


def _share_over(every: list[Function], most: int) -> float:
    return 100 * sum(each.decisions > most for each in every) / len(every)


def main() -> None:
    for each in measures():
        sign, kept = ("≥" if each.is_floor else "≤"), ("ok" if each.is_kept else "not yet")
        value, limit = f"{each.value:.2f}".rstrip("0").rstrip("."), f"{each.limit:g}"
        sys.stdout.write(f"{each.name:<42}{value + each.unit:>9}  {sign} {limit + each.unit:<7}{kept:<9}{each.where}\n")
    if "--names" in sys.argv:
        sys.stdout.write("\n".join(names_of_two_meanings()[0]) + "\n")


if __name__ == "__main__":
    main()
