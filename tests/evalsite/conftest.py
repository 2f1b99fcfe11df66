import pytest

from evalsite.accounts.models import User

PASSWORD = "Lantern-by-Gate-37"


@pytest.fixture
def password():
    return PASSWORD


@pytest.fixture
def person(db):
    return User.objects.create_user("P01", PASSWORD, full_name="填报人甲")


@pytest.fixture
def signed_in(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
