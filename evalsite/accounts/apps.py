from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "evalsite.accounts"
    verbose_name = "账号"
