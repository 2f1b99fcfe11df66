"""The demo's people: named after their roles, one account each, one password for all."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from assessments.demo.plans import Plan
from budgets.models import Department, FinanceSection, Membership, SectionMembership
from budgets.terms import MembershipRole
from evalsite.accounts.models import User
from evalsite.terms import BureauRole

# Known to everybody who reads this: for a county that does not exist.
PASSWORD = "Qinglong-2023-demo"  # noqa: S105
ADMINISTRATOR, PERFORMANCE_REVIEWER = "guanli", "jixiao"
_SECTION_ACCOUNTS = {
    "行政政法股": "xzzf",
    "教科文股": "jkw",
    "社会保障股": "shbz",
    "农业农村股": "nync",
    "经济建设股": "jjjs",
}
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


@dataclass(frozen=True, slots=True)
class Staff:
    """The two people of a department who matter to its statement."""

    preparer: User
    head: User


def ordinal(index: int) -> str:
    """甲, 乙 … 癸, then 甲子, 乙丑 …: the counting words of people without names. Unique for 70, numbered after."""
    if index < len(_STEMS):
        return _STEMS[index]
    index -= len(_STEMS)
    word = _STEMS[index % len(_STEMS)] + _BRANCHES[index % len(_BRANCHES)]
    return word if index < 60 else f"{word}{index // 60 + 1}"


class AccountMaker:
    """Makes accounts; the password is hashed once for all of them."""

    def __init__(self) -> None:
        self._hash = make_password(PASSWORD)

    def account(self, username: str, full_name: str, bureau_role: BureauRole | None = None) -> User:
        user = User(username=username, full_name=full_name, bureau_role=bureau_role, password=self._hash)
        user.full_clean()
        user.save()
        return user

    def bureau(self, sections: Iterable[str]) -> tuple[User, dict[str, User]]:
        """The performance reviewer, and the reviewer of each section by the section's name."""
        self.account(ADMINISTRATOR, "系统管理员", BureauRole.ADMINISTRATOR)
        performance = self.account(PERFORMANCE_REVIEWER, "绩效股审核人", BureauRole.PERFORMANCE_REVIEWER)
        reviewers = {}
        for index, name in enumerate(sections):
            section = FinanceSection.objects.create(name=name)
            title = f"业务股室审核人{ordinal(index)}"
            reviewers[name] = self.account(_SECTION_ACCOUNTS[name], title, BureauRole.SECTION_REVIEWER)
            SectionMembership.objects.create(user=reviewers[name], section=section)
        return performance, reviewers

    def department(self, plan: Plan, index: int) -> Staff:
        """The department with its units, its preparer and head, and a preparer in each unit."""
        department = Department.objects.create(
            name=plan.name,
            code=plan.code,
            self_noun=plan.self_noun,
            section=FinanceSection.objects.get(name=plan.section),
        )
        staff = Staff(
            self.account(f"{plan.account}.tb", f"填报人{ordinal(index)}"),
            self.account(f"{plan.account}.fz", f"负责人{ordinal(index)}"),
        )
        Membership.objects.create(user=staff.preparer, department=department, role=MembershipRole.PREPARER)
        Membership.objects.create(user=staff.head, department=department, role=MembershipRole.HEAD)
        for number, unit in enumerate(plan.units, start=1):
            row = Department.objects.create(name=unit.name, code=f"{plan.code[:-3]}{number + 1:03}", parent=department)
            user = self.account(f"{unit.account}.tb", f"单位填报人{ordinal(index)}{number}")
            Membership.objects.create(user=user, department=row, role=MembershipRole.PREPARER)
        return staff


_MOST_NAMED = 25
_WHAT_TO_SEE = (
    ("xfj.tb", "信访局填报人", "2022 年度草稿：收入合计差 43.99（K01）、基本支出差 2.00（K03）；2021 年度办结"),
    ("xfj.fz", "信访局单位负责人", "确认、报送、撤回"),
    ("yz.tb", "第一中学填报人", "教育局所属预算单位，只填本单位项目"),
    ("rmyy.tb", "人民医院填报人", "卫生健康局所属预算单位，有被退回的意见"),
    ("xzzf", "行政政法股审核人", "初审：信访局、司法局、公安局等"),
    ("shbz", "社会保障股审核人", "初审：民政局、卫生健康局等"),
    (PERFORMANCE_REVIEWER, "绩效股审核人", "终审、进度、下达自评任务"),
    (ADMINISTRATOR, "系统管理员", "人员、部门、取消审核"),
)


def accounts_table() -> str:
    """The accounts that show each role, aligned for a terminal."""
    known = set(User.objects.filter(username__in=[row[0] for row in _WHAT_TO_SEE]).values_list("username", flat=True))
    rows = [(role, username, PASSWORD, sight) for username, role, sight in _WHAT_TO_SEE if username in known]
    lines = [*_aligned([("岗位", "账号", "密码", "可以看什么"), *rows]), "", _others()]
    return "\n".join(lines)


def _others() -> str:
    heads = Membership.objects.filter(role=MembershipRole.HEAD, department__parent=None).order_by("department__code")
    names = [
        f"{username.removesuffix('.fz')} {name}"
        for username, name in heads.values_list("user__username", "department__name")
    ]
    more = f"等 {len(names)} 个" if len(names) > _MOST_NAMED else ""
    return f"各部门账号为简称加 .tb（填报人）、.fz（负责人），密码相同：{'、'.join(names[:_MOST_NAMED])}{more}。"


def _aligned(rows: list[tuple[str, ...]]) -> Iterable[str]:
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    return sum(1 if character.isascii() else 2 for character in text)
