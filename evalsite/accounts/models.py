"""One account is one person. Nobody is born with rights: those come from bureau roles and department memberships."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from evalsite.terms import BureauRole


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of this name, however it is spelled; raises User.DoesNotExist."""
        return self.get(username=self.model.normalize_username(username or ""))

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Save an account. Without a password nobody can sign in to it."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. There is no superuser: every right follows from a role that others can see."""

    username = models.CharField(
        "账号",
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"\A[\w.@-]+\Z", "账号只能由文字、数字和 . @ _ - 组成。")],
        error_messages={"unique": "该账号已存在。"},
        help_text="工号或单位统一分配的账号，一人一号。",
    )
    full_name = models.CharField("姓名", max_length=40)
    bureau_role = models.CharField(  # noqa: DJ001 - NULL: not of the bureau
        "财政局岗位", max_length=30, null=True, blank=True, choices=BureauRole.choices
    )
    phone = models.CharField("联系电话", max_length=30, blank=True)
    is_active = models.BooleanField("启用", default=True, help_text="停用后立即退出登录，办理过程保留。")
    must_change_password = models.BooleanField("须修改密码", default=False, help_text="初始密码只能使用一次。")
    date_joined = models.DateTimeField("创建时间", default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        ordering = ("username",)
        constraints = (
            models.CheckConstraint(
                name="accounts_user_username_small",
                condition=models.Q(username=Lower("username")),
                violation_error_message="账号一律用小写字母。",
            ),
            models.CheckConstraint(
                name="accounts_user_bureau_role_known",
                condition=models.Q(bureau_role__isnull=True)
                | models.Q(bureau_role__in=[role.value for role in BureauRole]),
                violation_error_message="财政局岗位不在可选范围内。",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """XFJ.TB and xfj.tb, full width or not, are one account."""
        return super().normalize_username(username).lower()

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name


class CostlyAction(models.Model):
    """One answer that took much of the machine: counted per person, forgotten after an hour."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("种类", max_length=30)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "高耗操作"
        indexes = (models.Index(fields=("user", "kind", "at"), name="costly_action_by_person"),)

    def __str__(self) -> str:
        return f"{self.user} {self.kind}"
