from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "绩效自评"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(layouts_can_be_used)


def layouts_can_be_used(**options: Any) -> Iterable[CheckMessage]:
    """`manage.py check`: every layout of a form, the county's own among them, reads and fits its page."""
    from assessments.reports.layouts import problems  # noqa: PLC0415 - needs the settings and all apps

    del options
    return [Error(problem, id="assessments.E001") for problem in problems()]
