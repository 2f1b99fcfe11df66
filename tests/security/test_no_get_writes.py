"""SECURITY row 10: asking changes nothing, in whatever words one asks. GET everywhere: `test_security_addresses`."""

import pytest

from tests.security.conftest import client_of
from tests.security.county import PLACE, County
from tests.security.objects import routes
from tests.security.pages import body_of
from tests.security.rows import all_rows, changes_since

# What a form would send, put into an address; and headers by which a proxy or a script would call it a POST.
WISHES = {
    "place": PLACE,
    "status": "approved",
    "comment": "说明",
    "text": "说明",
    "new_value": "1",
    "reason": "说明",
    "seen_version": "1",
    "_action": "save",
    "_method": "POST",
    "narrative-problems": "改了",
    "full_name": "改了",
    "name": "改了",
    "year": "2044",
    "code": "K01",
    "until": "2044-12-31",
    "department": "1",
}
DISGUISES = {
    "X-HTTP-Method-Override": "POST",
    "X-Method-Override": "POST",
    "X-Autosave": "1",
    "X-Requested-With": "XMLHttpRequest",
}


@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("name", ["preparer", "section_reviewer", "administrator"])
def test_no_way_of_asking_changes_a_row(county: County, name: str, method: str) -> None:
    client = client_of(county.world.people[name])
    for route in routes():
        if route.name in {"assessments:report_pdf", "assessments:document"}:
            continue  # drawing is slow, and they are asked in test_security_addresses
        before = all_rows()
        answer = getattr(client, method)(route.paths(county.own.ids)[0], WISHES, headers=DISGUISES)
        body_of(answer)
        assert (route.name, answer.status_code < 500, changes_since(before)) == (route.name, True, set())


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_no_other_method_is_taken(county: County, method: str) -> None:
    client = client_of(county.world.administrator)
    before = all_rows()
    codes = {
        route.name: getattr(client, method)(route.paths(county.own.ids)[0]).status_code
        for route in routes()
        if not route.name.startswith("accounts:")  # Django's own views show a form, or go back
    }

    assert ({name for name, code in codes.items() if code not in {404, 405}}, changes_since(before)) == (set(), set())
