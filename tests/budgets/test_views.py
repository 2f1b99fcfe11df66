"""Administration of people, departments and sections, through the browser's eyes."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from budgets.models import Department, FinanceSection, Membership
from budgets.terms import MembershipRole
from evalsite.accounts.lockout import locks
from evalsite.accounts.models import User
from evalsite.terms import BureauRole
from tests.factories import make_world

PEOPLE, NEW = reverse("budgets:people"), reverse("budgets:person_new")
DEPARTMENTS, DEPARTMENT_NEW = reverse("budgets:departments"), reverse("budgets:department_new")
SECTION_NEW = reverse("budgets:section_new")


@pytest.fixture
def world(db):
    return make_world()


def signed_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def admin(world):
    return signed_in(world.administrator)


def person_page(user):
    return reverse("budgets:person", args=[user.pk])


def account(*places, **fields):
    """The form of an account as a browser sends it; `places` are pairs of department and role."""
    rows = [(department.pk, role) for department, role in places] or [("", "preparer")]
    said = {"places-TOTAL_FORMS": len(rows), "places-INITIAL_FORMS": 0}
    for at, (department, role) in enumerate(rows):
        said |= {f"places-{at}-department": department, f"places-{at}-role": role}
    return said | {"username": "xinren", "full_name": "新人", "phone": "", "bureau_role": ""} | fields


@pytest.mark.parametrize("person", ["preparer", "head", "section_reviewer", "performance_reviewer", "stranger"])
def test_for_everybody_but_an_administrator_it_does_not_exist(world, person):
    client = signed_in(world.people[person])
    own = (person_page(world.preparer), reverse("budgets:person_password", args=[world.preparer.pk]))
    pages = (PEOPLE, NEW, DEPARTMENTS, DEPARTMENT_NEW, SECTION_NEW, *own)
    pages += (reverse("budgets:department", args=[world.own.pk]), reverse("budgets:section", args=[world.section.pk]))
    before = User.objects.get(pk=world.preparer.pk).password

    for page in pages:
        assert client.get(page).status_code in {404, 405}
        assert client.post(page, account()).status_code in {404, 405}
    assert User.objects.get(pk=world.preparer.pk).password == before
    assert not User.objects.filter(username="xinren").exists()


def test_an_account_is_made_with_its_roles_and_a_password_that_works_once(world, admin):
    said = account((world.own, "preparer"), (world.unit, "preparer"), bureau_role="section_reviewer")
    response = admin.post(NEW, said | {"sections": [world.section.pk]})

    user = User.objects.get(username="xinren")
    password = re.search(r'id="initial-password">([^<]+)<', response.content.decode()).group(1)
    held = {(item.department, item.role) for item in user.memberships.all()}
    assert held == {(world.own, "preparer"), (world.unit, "preparer")}
    assert [item.section for item in user.section_memberships.all()] == [world.section]
    assert (user.check_password(password), user.must_change_password) == (True, True)
    assert password not in admin.get(person_page(user)).content.decode()


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"username": ""}, "username", "请填写账号。"),
        ({"username": "tianbao"}, "username", "该账号已存在。"),
        ({"username": "有 空格"}, "username", "账号只能由文字、数字和 . @ _ - 组成。"),
        ({"full_name": ""}, "full_name", "请填写姓名。"),
        ({"bureau_role": "boss"}, "bureau_role", None),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_what_was_typed_stays(world, admin, change, field, message):
    said = account((world.own, "head"), **change)

    response = admin.post(NEW, said)

    form, places = response.context["form"], response.context["places"]
    assert response.status_code == 422
    assert set(form.errors) == {field}
    assert message is None or form.errors[field] == [message]
    assert form["full_name"].value() == said["full_name"]
    assert places.forms[0]["department"].value() == str(world.own.pk)


def test_sections_belong_to_section_reviewers(world, admin):
    response = admin.post(NEW, account() | {"sections": [world.section.pk]})

    assert response.context["form"].errors == {"sections": ["只有业务股室审核人需要选择股室。"]}


def test_one_role_in_each_department(world, admin):
    response = admin.post(NEW, account((world.own, "preparer"), (world.own, "head")))

    assert "同一部门只能有一个岗位。" in response.content.decode()
    assert not User.objects.filter(username="xinren").exists()


def test_a_unit_has_no_head(world, admin):
    response = admin.post(NEW, account((world.unit, "head")))

    assert "所属预算单位只设填报人，由主管部门的单位负责人确认。" in response.content.decode()


def test_an_account_changes_its_place_and_keeps_its_name(world, admin):
    said = account((world.other, "preparer"), username="betrug", full_name="填报人丙", is_active="on")

    response = admin.post(person_page(world.preparer), said)

    user = User.objects.get(pk=world.preparer.pk)
    assert response["Location"] == f"{PEOPLE}?page=1#person-{world.preparer.pk}"
    assert (user.username, user.full_name) == ("tianbao", "填报人丙")
    assert [item.department for item in user.memberships.all()] == [world.other]


def test_a_disabled_account_is_signed_out_at_once(world, admin):
    client = signed_in(world.preparer)
    assert client.get("/").status_code == 200

    admin.post(person_page(world.preparer), account((world.own, "preparer"), full_name="填报人甲"))

    assert not User.objects.get(pk=world.preparer.pk).is_active
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"bureau_role": "administrator"}, "不能停用自己的账号。"),
        ({"bureau_role": "", "is_active": "on"}, "不能取消自己的系统管理员岗位。"),
    ],
)
def test_nobody_takes_the_administration_from_oneself(world, admin, change, message):
    response = admin.post(person_page(world.administrator), account(full_name="管理员", **change))

    user = User.objects.get(pk=world.administrator.pk)
    assert message in response.content.decode()
    assert (user.is_active, user.bureau_role) == (True, BureauRole.ADMINISTRATOR)


def test_a_forgotten_password_is_replaced_and_shown_once(world, admin):
    client = signed_in(world.preparer)

    response = admin.post(reverse("budgets:person_password", args=[world.preparer.pk]))

    password = re.search(r'id="initial-password">([^<]+)<', response.content.decode()).group(1)
    user = User.objects.get(pk=world.preparer.pk)
    assert (user.check_password(password), user.must_change_password) == (True, True)
    assert client.get("/").status_code == 302
    assert "no-store" in response["Cache-Control"]


def test_what_the_form_does_not_list_cannot_be_written(world, admin):
    hash_before = User.objects.get(pk=world.preparer.pk).password
    said = account((world.own, "preparer"), full_name="填报人甲", is_active="on")

    admin.post(person_page(world.preparer), said | {"password": "x", "id": 999, "must_change_password": "on"})

    user = User.objects.get(pk=world.preparer.pk)
    assert (user.password, user.must_change_password) == (hash_before, False)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=fuzeren", {"fuzeren", "fuzeren2"}),
        ("q=负责人乙", {"fuzeren2"}),
        ("bureau_role=administrator", {"guanli"}),
        ("is_active=False", set()),
        ("q=没有", set()),
    ],
)
def test_filters_narrow_the_list_of_people(world, admin, query, expected):
    assert {user.username for user in admin.get(f"{PEOPLE}?{query}").context["page"]} == expected


def test_a_department_narrows_the_list_of_people(world, admin):
    page = admin.get(PEOPLE, {"department": world.unit.pk}).context["page"]

    assert [user.username for user in page] == ["danwei"]


def test_pages_of_people_keep_the_filter(world, admin):
    User.objects.bulk_create(User(username=f"p{at:03d}", full_name="某人", password="!") for at in range(60))

    response = admin.get(PEOPLE, {"q": "某人", "page": "2"})

    assert len(response.context["page"]) == 10
    assert "?q=%E6%9F%90%E4%BA%BA&amp;page=1" in response.content.decode()


def test_a_department_and_a_unit_are_made(world, admin):
    admin.post(DEPARTMENT_NEW, {"name": "民政局", "code": "103", "self_noun": "我局", "section": world.section.pk})
    department = Department.objects.get(name="民政局")
    admin.post(DEPARTMENT_NEW, {"name": "养老中心", "parent": department.pk})

    assert (department.section, [unit.name for unit in department.units.all()]) == (world.section, ["养老中心"])
    html = admin.get(DEPARTMENTS).content.decode()
    assert "民政局" in html
    assert "养老中心" in html


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"name": ""}, "请填写名称。"),
        ({"name": "教育局"}, "已有同名部门。"),
    ],
)
def test_a_department_that_cannot_be_is_refused(world, admin, said, message):
    response = admin.post(DEPARTMENT_NEW, said)

    assert response.status_code == 422
    assert message in response.content.decode()


def test_there_are_two_levels_and_no_more(world, admin):
    below_a_unit = admin.post(DEPARTMENT_NEW, {"name": "股", "parent": world.unit.pk})
    with_units = admin.post(
        reverse("budgets:department", args=[world.own.pk]), {"name": "信访局", "parent": world.other.pk}
    )

    assert (below_a_unit.status_code, with_units.status_code) == (422, 422)
    assert "该部门下有所属预算单位，不能再归入其他部门。" in with_units.content.decode()


def test_a_unit_goes_with_its_department(world, admin):
    said = {"name": "信访服务中心", "parent": world.own.pk, "section": world.section.pk}

    response = admin.post(reverse("budgets:department", args=[world.unit.pk]), said)

    assert "所属预算单位随主管部门归口，无须选择股室。" in response.content.decode()


def test_a_section_is_made_and_renamed(world, admin):
    admin.post(SECTION_NEW, {"name": "农业股"})
    made = FinanceSection.objects.get(name="农业股")
    admin.post(reverse("budgets:section", args=[made.pk]), {"name": "农业农村股"})
    refused = admin.post(SECTION_NEW, {"name": "教科文股"})

    assert FinanceSection.objects.filter(name="农业农村股").count() == 1
    assert "已有同名股室。" in refused.content.decode()


def test_queries_do_not_grow(world, admin, django_assert_num_queries):
    admin.get(PEOPLE)
    for more in (3, 27):
        first = User.objects.count()
        for at in range(first, first + more):
            department = Department.objects.create(name=f"部门{at}", section=world.section)
            Department.objects.create(name="单位", parent=department)
            user = User.objects.create_user(f"u{at}", full_name="某人")
            Membership.objects.create(user=user, department=department, role=MembershipRole.HEAD)
        with django_assert_num_queries(9):
            admin.get(PEOPLE)
        with django_assert_num_queries(6):
            admin.get(DEPARTMENTS)


@pytest.fixture
def failing(settings):
    """Let somebody fail to sign in."""
    settings.AXES_ENABLED = True

    def fail(*names, times=1, address="10.1.1.1"):
        for name in names * times:
            Client().post("/login/", {"username": name, "password": "wrong"}, REMOTE_ADDR=address)

    return fail


def test_a_lock_stands_on_the_page_and_its_button_opens_it(world, admin, failing):
    failing(world.preparer.username.upper(), times=5)
    failing("invented", times=5)

    for page in (PEOPLE, reverse("budgets:person_password", args=[world.preparer.pk])):
        text = admin.get(page).content.decode()
        assert text.count("在地址 10.1.1.1 登录失败 5 次，已锁定") == 1
        assert "invented" not in text
    assert "该账号的登录已被锁定" in admin.get(person_page(world.preparer)).content.decode()
    assert "锁定" not in admin.get(person_page(world.head)).content.decode()

    admin.post(reverse("budgets:person_unlock", args=[world.preparer.pk]))

    assert "已锁定" not in admin.get(PEOPLE).content.decode()
    failing(world.preparer.username)
    assert "已锁定" not in admin.get(PEOPLE).content.decode()


def test_a_reset_on_the_page_opens_the_lock(world, admin, failing):
    failing(world.preparer.username, times=5)

    page = admin.post(reverse("budgets:person_password", args=[world.preparer.pk])).content.decode()

    secret = re.search(r'id="initial-password">([^<]+)', page)[1]
    answer = Client().post("/login/", {"username": world.preparer.username, "password": secret}, REMOTE_ADDR="10.1.1.1")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_a_slowed_address_stands_on_the_page_and_its_button_frees_it(admin, failing, settings):
    failing(*(f"invented{number}" for number in range(settings.LOGIN_FAILED_ACCOUNTS)))
    assert f"{settings.LOGIN_FAILED_ACCOUNTS} 个账号在此登录失败" in admin.get(PEOPLE).content.decode()

    admin.post(reverse("budgets:address_release"), {"address": "10.1.1.1"})

    assert "个账号在此登录失败" not in admin.get(PEOPLE).content.decode()


def test_only_an_administrator_opens_locks(world, failing):
    failing(world.preparer.username, times=5)

    for person in ("preparer", "head", "section_reviewer", "performance_reviewer", "stranger"):
        client = signed_in(world.people[person])
        assert client.post(reverse("budgets:person_unlock", args=[world.preparer.pk])).status_code == 404
        assert client.post(reverse("budgets:address_release"), {"address": "10.1.1.1"}).status_code == 404

    assert len(locks()) == 1
