"""export_county: one document of all departments of a round."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.management.answers import UNUSABLE, write_file
from assessments.models import Round
from assessments.reports.county.documents import COUNTY_DOCUMENTS, COUNTY_TABLE, county_document_named
from assessments.reports.county.sources import county_of
from assessments.reports.document.model import DocumentError
from assessments.reports.documents import Format


class Command(BaseCommand):
    help = "导出一个年度的一份汇总材料，格式由文件扩展名决定；有部门未审核通过时为草稿。退出码：0 成功，2 不能导出。"

    def add_arguments(self, parser: CommandParser) -> None:
        keys = [document.key for document in COUNTY_DOCUMENTS]
        titles = "；".join(f"{document.key} {document.title}" for document in COUNTY_DOCUMENTS)
        parser.add_argument("--year", type=int, required=True, help="预算年度。")
        parser.add_argument(
            "--document", choices=keys, default=COUNTY_TABLE.key, help=f"文书：{titles}。不写为 {COUNTY_TABLE.key}。"
        )
        parser.add_argument("--output", type=Path, required=True, help="写入的文件，扩展名如 .pdf。")

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        document = county_document_named(options["document"]) or COUNTY_TABLE
        ending = output.suffix.lower().lstrip(".")
        if ending not in document.formats:
            endings = "、".join(f".{format_.value}" for format_ in document.formats)
            raise CommandError(f"{output}：“{document.title}”只能导出 {endings} 文件。", returncode=UNUSABLE)
        round_ = Round.objects.select_related("fiscal_year").filter(fiscal_year__year=options["year"]).first()
        if round_ is None:
            raise CommandError(f"没有 {options['year']} 年度的自评任务。", returncode=UNUSABLE)
        assessments = round_.assessments.select_related("round__fiscal_year", "department__section")
        county = county_of(round_, list(assessments))
        try:
            content = document.file(county, Format(ending))
        except DocumentError as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error
        write_file(output, content)
        said = f"{round_}{document.title}（{len(assessments)} 个部门{'，草稿' if county.is_draft else ''}）"
        self.stdout.write(f"{said}已写入 {output}，{len(content):,} 字节。")
