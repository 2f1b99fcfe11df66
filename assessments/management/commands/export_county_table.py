"""export_county_table: the results of every project of a round in one table."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.management.answers import UNUSABLE, write_file
from assessments.models import Assessment, Round
from assessments.reports.archive import county_table_of
from assessments.reports.document import DocumentError
from assessments.reports.documents import DRAWERS, Format


class Command(BaseCommand):
    help = "导出一个年度全部部门的项目支出绩效自评结果汇总表；有部门尚未审核通过时为草稿。退出码：0 成功，2 不能导出。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True, help="预算年度。")
        parser.add_argument("--output", type=Path, required=True, help="写入的文件，扩展名 .pdf、.docx 或 .xlsx。")

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        ending = output.suffix.lower().lstrip(".")
        if ending not in DRAWERS:
            raise CommandError(f"{output}：只能导出 .pdf、.docx、.xlsx 文件。", returncode=UNUSABLE)
        round_ = Round.objects.select_related("fiscal_year").filter(fiscal_year__year=options["year"]).first()
        if round_ is None:
            raise CommandError(f"没有 {options['year']} 年度的自评工作。", returncode=UNUSABLE)
        assessments = (
            Assessment.objects.filter(round=round_)
            .select_related("round__fiscal_year", "department__section")
            .order_by("department__code", "department__name")
        )
        is_draft = any(not assessment.status_term.is_final for assessment in assessments)
        try:
            content = DRAWERS[Format(ending)](county_table_of(round_, assessments), draft=is_draft)
        except DocumentError as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error
        write_file(output, content)
        said = f"{round_}（{len(assessments)}个部门{'，草稿' if is_draft else ''}）"
        self.stdout.write(f"{said}已写入 {output}，{len(content):,} 字节。")
