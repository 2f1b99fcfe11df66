"""import_assessment: an exchange file becomes a department's draft, all or nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.drafting import InvalidSection, Refused
from assessments.import_export import Imported, WrongYearError, import_facts
from assessments.management.exchange_files import UNUSABLE, facts_in
from assessments.models import Round
from assessments.schema.facts import Facts


class Command(BaseCommand):
    help = "导入交换文件，新增或更新草稿。退出码：0 成功，2 文件不能使用（什么都不写入）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.json")
        parser.add_argument("--round", type=int, required=True, metavar="YEAR", help="自评任务的年度。")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        facts = facts_in(path)
        try:
            done = import_facts(facts, self._round(options["round"]))
        except InvalidSection as error:
            lines = "\n".join(f"{place or '文件'}：{message}" for place, message in error.errors)
            raise CommandError(f"{path}：内容不能保存，未写入任何数据。\n{lines}", returncode=UNUSABLE) from error
        except (Refused, WrongYearError) as error:
            raise CommandError(f"{path}：{error}", returncode=UNUSABLE) from error
        self.stdout.write(_what_was_done(done, facts))

    def _round(self, year: int) -> Round:
        found = Round.objects.select_related("fiscal_year").filter(fiscal_year__year=year).first()
        if found is None:
            raise CommandError(f"{year} 年度的自评任务尚未下达，请先下达。", returncode=UNUSABLE)
        return found


def _what_was_done(done: Imported, facts: Facts) -> str:
    lines = [f"新增部门：{done.assessment.department}。"] if done.new_department else []
    verb = "新增" if done.new_assessment else "更新"
    indicators = len(facts.indicators) + sum(len(goal.indicators) for goal in facts.goals.sub)
    indicators += sum(len(project.indicators) for project in facts.projects)
    lines.append(f"已{verb}草稿：{done.assessment}，项目 {len(facts.projects)} 个，指标 {indicators} 个。")
    return "\n".join(lines)
