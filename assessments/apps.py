from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.db.models.signals import post_migrate


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "绩效自评"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from assessments.append_only import install_after_migrating  # noqa: PLC0415 - needs the settings

        register(layouts_can_be_used)
        post_migrate.connect(install_after_migrating, sender=self, dispatch_uid="append_only")


def layouts_can_be_used(**options: Any) -> Iterable[CheckMessage]:
    """`manage.py check`: every layout of a form, the county's own among them, reads and fits its page."""
    from assessments.reports.form_pages.layout_sets import problems  # noqa: PLC0415 - needs the settings and all apps

    del options
    return [Error(problem, id="assessments.E001") for problem in problems()]
