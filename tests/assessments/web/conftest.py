from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import Assessment
from assessments.terms import Status
from assessments.workflow import start_assessment
from budgets.models import Department
from evalsite.accounts.models import User
from tests.factories import World

SignIn = Callable[[User], Client]


@pytest.fixture
def sign_in() -> SignIn:
    """A browser of one's own for each person."""

    def client_of(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return client_of


def add_departments(world: World, count: int, status: Status = Status.DRAFT) -> list[Assessment]:
    """More departments of the world's section, each with an assessment that stands at `status`."""
    first = Department.objects.count()
    found = []
    for number in range(first, first + count):
        department = Department.objects.create(name=f"部门{number:03d}", code=f"9{number:03d}", section=world.section)
        assessment, _ = start_assessment(world.round, department)
        found.append(assessment)
    times = {} if status is Status.DRAFT else {"submitted_at": timezone.now()}
    Assessment.objects.filter(pk__in=[item.pk for item in found]).update(status=status, **times)
    return found
