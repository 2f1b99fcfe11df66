from evalsite.accounts.lockout import unlock
from evalsite.accounts.management.account_command import AccountCommand
from evalsite.accounts.models import User


class Command(AccountCommand):
    help = "解除账号的登录锁定，密码不变。"

    def treat(self, user: User) -> str:
        unlock(user)
        return f"账号 {user.username} 的登录锁定已解除。"
