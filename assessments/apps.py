from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "绩效自评"
    default_auto_field = "django.db.models.BigAutoField"
