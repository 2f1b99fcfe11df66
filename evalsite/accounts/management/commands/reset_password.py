from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evalsite.accounts.initial_password import give_initial_password
from evalsite.accounts.models import User


class Command(BaseCommand):
    help = "重置密码：给出新的初始密码，原有登录立即失效。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="账号")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"没有账号“{options['username']}”。")
        self.stdout.write(f"账号 {user.username} 的新初始密码：{give_initial_password(user)}")
