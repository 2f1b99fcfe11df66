"""export_report: one department's report as a document; the stored one where it was approved."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.management.answers import UNUSABLE, add_department_arguments, assessment_named, write_file
from assessments.reports.archive import pdf_of
from assessments.reports.pdf import PdfError


class Command(BaseCommand):
    help = "导出一个部门的自评报告（PDF）。退出码：0 成功，2 不能导出。"

    def add_arguments(self, parser: CommandParser) -> None:
        add_department_arguments(parser)
        parser.add_argument("--output", type=Path, required=True, help="写入的文件，扩展名 .pdf。")

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        if output.suffix.lower() != ".pdf":
            raise CommandError(f"{output}：目前只能导出 .pdf 文件。", returncode=UNUSABLE)
        assessment = assessment_named(options["department"], options["year"])
        try:
            pdf = pdf_of(assessment)
        except PdfError as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error
        write_file(output, pdf)
        self.stdout.write(f"{assessment}（{assessment.status_term.label}）已写入 {output}，{len(pdf):,} 字节。")
