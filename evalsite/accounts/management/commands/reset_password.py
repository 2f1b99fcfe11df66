from evalsite.accounts.initial_password import give_initial_password
from evalsite.accounts.management.account_command import AccountCommand
from evalsite.accounts.models import User


class Command(AccountCommand):
    help = "重置密码：给出新的初始密码，原有登录和登录锁定立即失效。"

    def treat(self, user: User) -> str:
        return f"账号 {user.username} 的新初始密码：{give_initial_password(user)}"
