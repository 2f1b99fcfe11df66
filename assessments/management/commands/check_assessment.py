"""check_assessment: every check on an exchange file, without touching the database."""

import json
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from assessments.management.exchange_files import facts_in
from assessments.rules.checks import Context, run_checks
from assessments.rules.findings import Finding
from assessments.terms import Severity

ERRORS_FOUND = 1


class Command(BaseCommand):
    help = "校验自评数据文件，不读写数据库。退出码：0 没有错误，1 有错误，2 文件不能使用。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.json")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="输出格式，默认 text。")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = run_checks(Context.of_file(facts_in(options["file"])))
        self.stdout.write(as_json(findings) if options["format"] == "json" else as_text(findings))
        if any(finding.severity is Severity.ERROR for finding in findings):
            raise SystemExit(ERRORS_FOUND)


def summary(findings: Iterable[Finding]) -> dict[str, int]:
    counts = Counter(finding.severity for finding in findings)
    return {severity.value: counts[severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.HINT)}


def as_json(findings: tuple[Finding, ...]) -> str:
    content = {"findings": [finding_dict(finding) for finding in findings], "summary": summary(findings)}
    return json.dumps(content, ensure_ascii=False, indent=2)


def finding_dict(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "path": finding.path,
        "spans": [list(span) for span in finding.spans],
        "left": _number(finding.left),
        "right": _number(finding.right),
        "difference": _number(finding.difference),
    }


def _number(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def as_text(findings: tuple[Finding, ...]) -> str:
    lines = [
        f"{finding.severity.label} {finding.code} {finding.path or ''}\n    {finding.message}" for finding in findings
    ]
    counts = summary(findings)
    lines.append(f"错误 {counts['error']} 条、警告 {counts['warning']} 条、提示 {counts['hint']} 条。")
    return "\n".join(lines)
