"""open_round: hand out a year's self-assessment from the command line."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessments.drafting import Refused
from assessments.management.answers import UNUSABLE
from assessments.schema.scheme import PRESETS, SCHEME_2020_10
from assessments.workflow import open_round


class Command(BaseCommand):
    help = "下达一个年度的自评任务。退出码：0 成功，2 不能下达。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, help="预算年度。")
        parser.add_argument("--due", type=date.fromisoformat, required=True, help="报送截止日期，如 2026-04-30。")
        parser.add_argument("--opens", type=date.fromisoformat, help="开始日期，默认今天。")
        parser.add_argument("--scheme", choices=sorted(PRESETS), default=SCHEME_2020_10.name, help="评分方案。")

    def handle(self, *args: Any, **options: Any) -> None:
        opens_on = options["opens"] or timezone.localdate()
        try:
            round_ = open_round(None, options["year"], opens_on, options["due"], PRESETS[options["scheme"]])
        except (Refused, ValidationError) as error:
            message = "；".join(error.messages) if isinstance(error, ValidationError) else error.reason
            raise CommandError(message, returncode=UNUSABLE) from error
        self.stdout.write(f"{round_} 已下达，{round_.assessments.count()} 个部门，{round_.due_on} 截止。")
