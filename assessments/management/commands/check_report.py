"""check_report: reads a written report and runs every check that its figures and its text allow."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.intake.document import ReportText, Unreadable
from assessments.intake.figures import Figure
from assessments.intake.findings import ReportCheck, check_document
from assessments.intake.opening import LARGEST_FILE, open_report
from assessments.management.commands.check_assessment import ERRORS_FOUND, finding_dict, summary
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
        check = check_document(_document(options["file"]))
        self.stdout.write(as_json(check) if options["format"] == "json" else as_text(check))
        if any(finding.severity is Severity.ERROR for finding in check.findings):
            raise SystemExit(ERRORS_FOUND)


def _document(path: Path) -> ReportText:
    """The report's text; CommandError with exit code 2 and a word why where there is none."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)  # one byte more than is allowed tells that it is too large
        return open_report(content, path.name)
    except FileNotFoundError as error:
        raise CommandError(f"{path}：文件不存在。", returncode=UNUSABLE) from error
    except OSError as error:
        raise CommandError(f"{path}：不能读取（{error.strerror}）。", returncode=UNUSABLE) from error
    except Unreadable as refusal:
        raise CommandError(f"{path}：{refusal}", returncode=UNUSABLE) from refusal


def as_json(check: ReportCheck) -> str:
    content = {
        "findings": [finding_dict(finding) for finding in check.findings],
        "summary": summary(check.findings),
        "figures": [_figure(figure) for figure in check.figures],
        "notes": list(check.document.notes),
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _figure(figure: Figure) -> dict[str, Any]:
    return {"name": figure.name, "value": figure.value, "unit": figure.unit, "span": list(figure.span)}


def as_text(check: ReportCheck) -> str:
    lines = [f"说明：{note}" for note in check.document.notes]
    for finding in check.findings:
        quotes = "、".join(f"“{_quote(check.document.text, start, end)}”" for start, end in finding.spans[:3])
        lines.append(f"{finding.severity.label} {finding.code} {quotes}\n    {finding.message}")
    counts = summary(check.findings)
    named = sum(1 for figure in check.figures if figure.name)
    lines.append(f"共 {counts['error']} 个错误，{counts['warning']} 个警告，{counts['hint']} 个提示。")
    lines.append(f"读出数字 {len(check.figures)} 个，其中 {named} 个已识别含义，其余只列出、不参与校验。")
    return "\n".join(lines)


def _quote(text: str, start: int, end: int) -> str:
    words = " ".join(text[start:end].split())
    return words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"
