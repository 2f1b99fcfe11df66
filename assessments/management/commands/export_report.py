"""export_report: one document of a department; the stored report where it was approved."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.management.answers import UNUSABLE, add_department_arguments, assessment_named, write_file
from assessments.reports.document.model import DocumentError
from assessments.reports.documents import DOCUMENTS, SERIES, WHOLE_REPORT, Format, document_named
from assessments.reports.sources import file_of, source_of


class Command(BaseCommand):
    help = "导出一个部门的一份文书，格式由文件扩展名决定。退出码：0 成功，2 不能导出。"

    def add_arguments(self, parser: CommandParser) -> None:
        add_department_arguments(parser)
        keys = "；".join(f"{document.key} {document.title}" for document in DOCUMENTS)
        keys += "".join(f"；{series.key}-年份-序号 {series.title}" for series in SERIES)
        parser.add_argument("--document", default=WHOLE_REPORT.key, help=f"文书：{keys}。不写为 {WHOLE_REPORT.key}。")
        parser.add_argument("--output", type=Path, required=True, help="写入的文件，扩展名如 .pdf。")

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        assessment = assessment_named(options["department"], options["year"])
        source = source_of(assessment)
        document = document_named(options["document"], source)
        if document is None:
            raise CommandError(f"{assessment}没有“{options['document']}”这份文书。", returncode=UNUSABLE)
        ending = output.suffix.lower().lstrip(".")
        if ending not in document.formats:
            endings = "、".join(f".{format_.value}" for format_ in document.formats)
            raise CommandError(f"{output}：“{document.title}”只能导出 {endings} 文件。", returncode=UNUSABLE)
        try:
            content = file_of(assessment, document, Format(ending), source)
        except DocumentError as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error
        write_file(output, content)
        self.stdout.write(f"{assessment}（{assessment.status_term.label}）已写入 {output}，{len(content):,} 字节。")
