from evalsite.accounts.management.account_command import AccountCommand
from evalsite.accounts.models import User


class Command(AccountCommand):
    help = "停用账号：原有登录立即失效，办理过程保留。"

    def treat(self, user: User) -> str:
        user.is_active = False
        user.save(update_fields=["is_active"])
        return f"账号 {user.username} 已停用。"
