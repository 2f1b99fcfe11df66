"""The list of checks as a document: `python -m assessments.rules.checks.catalogue > docs/checks.md`."""

import sys
from dataclasses import dataclass

from assessments.rules.checks import CODES, EVERY_CHECK
from assessments.terms import Severity

_HEAD = """# 校验清单

本清单由程序生成，勿直接修改：`python -m assessments.rules.checks.catalogue > docs/checks.md`。

- **错误**：更正后才能报送。**警告**：写明原因后可以报送，审核人能看到说明。**提示**：不影响报送。
- 金额在填列单位下比较，差额不超过 0.01 不报（以万元填列即 100 元）；比率、得分的容差也是 0.01。
- 未填的数字不参与比较；免予自评项目不查得分，不适用的指标不查结果。
- 文字说明和上传的报告由同一套规则校验；括号内注明减轻级别的情形。
- 编号一经使用不改变含义。

| 编号 | 级别 | 校验 | 公式或条件 | 依据 |
|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One code, whether it holds the form, the prose of a report, or both."""

    code: str
    severity: Severity
    title: str
    formula: str
    source: str


def catalogue() -> tuple[Entry, ...]:
    """Every rule that can find something, in the order of the codes: the page and the document show the same."""
    return tuple(_entry(code) for code in CODES)


def _entry(code: str) -> Entry:
    rules = [rule for rule in EVERY_CHECK if rule.code == code]
    formula = "。报告文字：".join(dict.fromkeys(rule.formula for rule in rules))
    return Entry(code, rules[0].severity, rules[0].title, formula, rules[0].source)


def as_markdown() -> str:
    return _HEAD + "".join(_row(entry) for entry in catalogue())


def _row(entry: Entry) -> str:
    cells = (entry.code, entry.severity.label, entry.title, entry.formula, entry.source)
    return f"| {' | '.join(_cell(cell) for cell in cells)} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":  # pragma: no cover - a test runs it as a process
    sys.stdout.write(as_markdown())
