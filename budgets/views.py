"""Administration: people, departments, sections of the bureau. For everybody but an administrator it does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Model
from django.forms import ModelForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budgets.forms import DepartmentForm, FinanceSectionForm, PeopleFilter, PersonForm, places_formset
from budgets.models import Department, FinanceSection
from budgets.people import change_person, create_person, reset_password, unlock_person
from budgets.queries import department_tree, finance_sections, locks_of_people, people_with_roles
from evalsite.accounts.lockout import locks, release_address, slowed_addresses
from evalsite.accounts.models import User
from evalsite.requests import SignedInRequest
from evalsite.terms import BureauRole

PEOPLE_PER_PAGE = 50
_EDIT = require_http_methods(["GET", "HEAD", "POST"])


def for_administrators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.bureau_role != BureauRole.ADMINISTRATOR:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_administrators
def people(request: SignedInRequest) -> HttpResponse:
    chosen = PeopleFilter(request.GET, queryset=people_with_roles())
    query = request.GET.copy()
    query.pop("page", None)
    page = Paginator(chosen.qs, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    numbers = page.paginator.get_elided_page_range(page.number)
    context = {
        "filter": chosen,
        "page": page,
        "numbers": numbers,
        "query": query.urlencode(),
        "locks": locks_of_people(),
        "slowed": slowed_addresses(),
    }
    return render(request, "budgets/people.html", context)


@_EDIT
@for_administrators
def person_new(request: SignedInRequest) -> HttpResponse:
    form, places = PersonForm(request.POST or None), places_formset(None, request.POST or None)
    if request.method == "POST" and all([form.is_valid(), places.is_valid()]):
        user, password = create_person(request.user, form.account, places.places, form.cleaned_data["sections"])
        return _password_page(request, user, password)
    return _person_page(request, form, places)


@_EDIT
@for_administrators
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(people_with_roles(), pk=pk)
    form, places = PersonForm(request.POST or None, instance=user), places_formset(user, request.POST or None)
    if request.method == "POST" and all([form.is_valid(), places.is_valid()]):
        try:
            change_person(request.user, user, form.account, places.places, form.cleaned_data["sections"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{user.full_name}的账号已保存。")
            return redirect(_back_to(user))
    return _person_page(request, form, places)


@_EDIT
@for_administrators
def person_password(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask before a password is reset: a button beside the account's form would leave its text behind."""
    user = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        return _password_page(request, user, reset_password(request.user, user))
    return render(request, "budgets/person_password.html", {"person": user, "locks": locks([user.username])})


@require_POST
@for_administrators
def person_unlock(request: SignedInRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    unlock_person(request.user, user)
    messages.success(request, f"{user.full_name}的登录锁定已解除，密码不变。")
    return redirect(_back_to(user))


@require_POST
@for_administrators
def address_release(request: SignedInRequest) -> HttpResponse:
    address = request.POST.get("address", "")
    release_address(address)
    messages.success(request, f"地址 {address} 的登录已恢复正常。")
    return redirect("budgets:people")


def _back_to(user: User) -> str:
    """The list of accounts, at this one."""
    page = people_with_roles().filter(username__lt=user.username).count() // PEOPLE_PER_PAGE + 1
    return f"{reverse('budgets:people')}?page={page}#person-{user.pk}"


def _person_page(request: SignedInRequest, form: PersonForm, places: Any) -> HttpResponse:
    failed = bool(form.errors or places.total_error_count())
    closed = locks([form.instance.username]) if form.instance.pk else []
    context = {"form": form, "places": places, "failed": failed, "locks": closed}
    return render(request, "budgets/person.html", context, status=422 if failed else 200)


def _password_page(request: SignedInRequest, user: User, password: str) -> HttpResponse:
    return render(request, "budgets/initial_password.html", {"person": user, "password": password})


@require_safe
@for_administrators
def departments(request: SignedInRequest) -> HttpResponse:
    return render(
        request, "budgets/departments.html", {"departments": department_tree(), "sections": finance_sections()}
    )


@_EDIT
@for_administrators
def department_new(request: SignedInRequest) -> HttpResponse:
    return _edit(request, DepartmentForm, Department(), "新增部门或单位")


@_EDIT
@for_administrators
def department(request: SignedInRequest, pk: int) -> HttpResponse:
    return _edit(request, DepartmentForm, get_object_or_404(Department, pk=pk), "修改部门或单位")


@_EDIT
@for_administrators
def section_new(request: SignedInRequest) -> HttpResponse:
    return _edit(request, FinanceSectionForm, FinanceSection(), "新增业务股室")


@_EDIT
@for_administrators
def section(request: SignedInRequest, pk: int) -> HttpResponse:
    return _edit(request, FinanceSectionForm, get_object_or_404(FinanceSection, pk=pk), "修改业务股室")


def _anchor(instance: Model) -> str:
    return f"{type(instance).__name__.lower()}-{instance.pk}"


def _edit(request: SignedInRequest, form_class: type["ModelForm[Any]"], instance: Model, title: str) -> HttpResponse:
    form = form_class(request.POST or None, instance=instance)
    if form.is_valid():
        form.save()
        messages.success(request, f"{form.instance}已保存。")
        return redirect(f"{reverse('budgets:departments')}#{_anchor(form.instance)}")
    context = {"form": form, "title": title}
    return render(request, "budgets/edit.html", context, status=422 if form.errors else 200)
