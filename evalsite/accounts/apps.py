from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "evalsite.accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        from evalsite.accounts import session_expiry  # noqa: F401, PLC0415 - connects its signal
