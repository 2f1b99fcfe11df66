"""What the commands about one account share."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evalsite.accounts.models import User


class AccountCommand(BaseCommand):
    """A command that names an account, in any spelling, and does something with it."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="账号")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        try:
            user = User.objects.get_by_natural_key(options["username"])
        except User.DoesNotExist as missing:
            raise CommandError(f"没有账号“{options['username']}”。") from missing
        self.stdout.write(self.treat(user))

    def treat(self, user: User) -> str:
        """Do it; gives what is to be told."""
        raise NotImplementedError
