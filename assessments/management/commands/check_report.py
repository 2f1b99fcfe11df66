"""check_report: reads a written report and runs every check that its figures and its text allow."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.intake.checked_report import CheckedReport, Figure
from assessments.intake.limits import LARGEST_FILE
from assessments.intake.loader import check_report
from assessments.intake.loading.document import Unreadable
from assessments.management.commands.check_assessment import ERRORS_FOUND, finding_dict
from assessments.management.exchange_files import UNUSABLE
from assessments.terms import Severity

_LONGEST_QUOTE = 40


class Command(BaseCommand):
    help = "校验书面自评报告（docx、pdf、html、txt），不读写数据库。退出码：0 没有错误，1 有错误，2 文件不能使用。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="输出格式，默认 text。")

    def handle(self, *args: Any, **options: Any) -> None:
        report = _checked(options["file"])
        self.stdout.write(as_json(report) if options["format"] == "json" else as_text(report))
        if dict(report.result.counts)[Severity.ERROR]:
            raise SystemExit(ERRORS_FOUND)


def _checked(path: Path) -> CheckedReport:
    """The report, checked; CommandError with exit code 2 and a word why where there is none."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)  # one byte more than is allowed tells that it is too large
        return check_report(content, path.name)
    except FileNotFoundError as error:
        raise CommandError(f"{path}：文件不存在。", returncode=UNUSABLE) from error
    except OSError as error:
        raise CommandError(f"{path}：不能读取（{error.strerror}）。", returncode=UNUSABLE) from error
    except Unreadable as refusal:
        raise CommandError(f"{path}：{refusal}", returncode=UNUSABLE) from refusal


def as_json(report: CheckedReport) -> str:
    result = report.result
    content = {
        "findings": [finding_dict(finding) for finding in result.findings],
        "summary": {severity.value: count for severity, count in result.counts},
        "figures": [_figure(figure) for figure in result.figures],
        "notes": list(report.document.notes),
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _figure(figure: Figure) -> dict[str, Any]:
    return {"name": figure.name, "value": figure.value, "unit": figure.unit, "span": list(figure.span)}


def as_text(report: CheckedReport) -> str:
    result = report.result
    lines = [f"说明：{note}" for note in report.document.notes]
    for finding in result.findings:
        quotes = "、".join(f"“{_quote(report.document.text, start, end)}”" for start, end in finding.spans[:3])
        lines.append(f"{finding.severity.label} {finding.code} {quotes}\n    {finding.message}")
    counts = dict(result.counts)
    if unlisted := sum(counts.values()) - len(result.findings):
        lines.append(f"另有 {unlisted} 条问题未列出。请先更正已列出的，再重新校核。")
    errors, warnings, hints = (counts[severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.HINT))
    lines.append(f"错误 {errors} 条、警告 {warnings} 条、提示 {hints} 条。")
    total = result.named_count + result.unnamed_count
    lines.append(f"读出数字 {total} 个，其中 {result.named_count} 个已识别含义，其余只列出、不参与校验。")
    return "\n".join(lines)


def _quote(text: str, start: int, end: int) -> str:
    words = " ".join(text[start:end].split())
    return words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"
