"""`manage.py runserver`: as Django's, but in development mode for one's own machine only."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from whitenoise.runserver_nostatic.management.commands.runserver import Command as RunServer

from evalsite.listening import REFUSAL, is_open_to_others


class Command(RunServer):
    def run(self, **options: Any) -> None:
        if settings.DEVELOPMENT and is_open_to_others(self.addr):
            raise CommandError(REFUSAL.format(self.addr))
        super().run(**options)
