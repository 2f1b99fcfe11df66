"""`manage.py load_demo`: the demo county, once, into an empty database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.demo import county
from assessments.demo.people import accounts_table
from assessments.demo.stages import STAGES

UNUSABLE = 2
DEPARTMENTS, SEED = 20, 181  # a seed by which most reviewers find work on their desks, explained warnings among it


class Command(BaseCommand):
    help = "载入演示县：两个年度的自评任务、各类账号、各种状态的部门。只用于空数据库；已载入的不再改动。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stage", choices=STAGES, default="approved", help="信访局上年度自评所到的环节")
        parser.add_argument("--departments", type=int, default=DEPARTMENTS, metavar="N", help="信访局以外的部门数")
        parser.add_argument("--seed", type=int, default=SEED, metavar="S", help="相同的数得到相同的演示数据")
        parser.add_argument("--show-accounts", action="store_true", help="只列出演示账号")

    def handle(self, *args: Any, stage: str, departments: int, seed: int, show_accounts: bool, **options: Any) -> None:
        if not county.has_tables():
            raise CommandError("数据库还没有数据表，请先运行 manage.py migrate。", returncode=UNUSABLE)
        if county.is_loaded():
            self.stdout.write("演示数据已在，未作改动。" if not show_accounts else "演示账号：")
        elif show_accounts:
            raise CommandError("数据库中没有演示数据。", returncode=UNUSABLE)
        elif county.has_data():
            raise CommandError("数据库中已有其他数据，演示数据只能载入空数据库。", returncode=UNUSABLE)
        else:
            self._load(stage, departments, seed, verbosity=options["verbosity"])
        self.stdout.write(accounts_table())

    def _load(self, stage: str, departments: int, seed: int, *, verbosity: int) -> None:
        if departments < 0:
            raise CommandError("部门数不能为负数。", returncode=UNUSABLE)
        tell = self.stdout.write if verbosity > 1 else lambda _: None
        try:
            county.load(stage, departments, seed, tell)
        except ValueError as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error
        self.stdout.write("演示数据已载入。密码是公开的，不得用于正式系统。")
