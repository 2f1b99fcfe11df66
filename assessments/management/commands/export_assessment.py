"""export_assessment: one department's assessment as an exchange file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from assessments.import_export import export_text
from assessments.management.answers import add_department_arguments, assessment_named, write_file


class Command(BaseCommand):
    help = "导出一个部门的绩效自评（交换文件）。退出码：0 成功，2 不能导出。"

    def add_arguments(self, parser: CommandParser) -> None:
        add_department_arguments(parser)
        parser.add_argument("--output", type=Path, help="写入的文件；不写则输出到屏幕。")

    def handle(self, *args: Any, **options: Any) -> None:
        text = export_text(assessment_named(options["department"], options["year"]))
        if options["output"]:
            write_file(options["output"], text.encode())
        else:
            self.stdout.write(text)
