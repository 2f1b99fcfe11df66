from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evalsite.accounts.models import User


class Command(BaseCommand):
    help = "停用账号：原有登录立即失效，历史记录保留。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="账号")

    def handle(self, *args: Any, **options: Any) -> None:
        if not User.objects.filter(username=options["username"]).update(is_active=False):
            raise CommandError(f"没有账号“{options['username']}”。")
        self.stdout.write(f"账号 {options['username']} 已停用。")
