from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from evalsite.accounts.initial_password import give_initial_password
from evalsite.accounts.models import User
from evalsite.terms import BureauRole


class Command(BaseCommand):
    help = "新增账号，显示只能使用一次的初始密码。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="账号")
        parser.add_argument("full_name", help="姓名")
        parser.add_argument("--bureau-role", choices=[role.value for role in BureauRole], help="财政局岗位")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = User.objects.create_user(
                options["username"], full_name=options["full_name"], bureau_role=options["bureau_role"]
            )
        except ValidationError as error:
            raise CommandError("".join(error.messages)) from error
        self.stdout.write(f"账号 {user.username} 已建立，初始密码：{give_initial_password(user)}")
