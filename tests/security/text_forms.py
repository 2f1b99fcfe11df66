"""Every form of the site that has a text box, found by looking at every address as everybody."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.test import Client

from tests.security.conftest import client_of
from tests.security.county import County
from tests.security.objects import routes
from tests.security.pages import Form, Page, body_of

# Sign-in and passwords are never kept anywhere.
ROLES = ("preparer", "head", "section_reviewer", "performance_reviewer", "administrator")
NEVER_KEPT = ("accounts:login", "accounts:password_change", "accounts:logout")


@dataclass(frozen=True)
class TextForm:
    """A form as one person sees it, and its place among the forms of its page."""

    who: str
    route: str
    path: str
    number: int
    form: Form
    boxes: tuple[str, ...]
    others: tuple[Form, ...]  # posted forms of the same page, signing out apart

    @property
    def kind(self) -> tuple[str, ...]:
        return tuple(sorted({"".join(sign for sign in name if not sign.isdigit()) for name in self.boxes}))

    @property
    def goal(self) -> str:
        return self.form.action or self.path

    def __str__(self) -> str:
        return f"{self.who} {self.path} #{self.number}"


def text_forms(county: County) -> list[TextForm]:
    """The forms of every address, as the first of ROLES sees them who finds one there; one of each kind."""
    clients = {who: client_of(county.world.people[who]) for who in ROLES}
    found: dict[object, TextForm] = {}
    for route in routes():
        if route.name not in NEVER_KEPT and "." not in route.text and "preview" not in route.text:
            for path in route.paths(county.own.ids):
                for form in _first_seen(clients, route.name, path):
                    found.setdefault((form.route, form.number, form.kind), form)
    return list(found.values())


def _first_seen(clients: dict[str, Client], route: str, path: str) -> list[TextForm]:
    answers = (list(_on_page(client, who, route, path)) for who, client in clients.items())
    return next((forms for forms in answers if forms), [])


def _on_page(client: Client, who: str, route: str, path: str) -> Iterator[TextForm]:
    response = client.get(path)
    is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
    if not is_page or response.streaming:
        body_of(response)  # a file is closed by reading it to its end
        return
    page = Page(response)
    for number, form in enumerate(page.forms):
        boxes = tuple(name for name in form.fields if _is_text_box(page, name))
        if form.method == "post" and boxes:
            yield TextForm(who, route, path, number, form, boxes, _others(page, form))


def _others(page: Page, form: Form) -> tuple[Form, ...]:
    posted = (other for other in page.forms if other is not form and other.method == "post")
    return tuple(other for other in posted if other.action != "/logout/")


def _is_text_box(page: Page, name: str) -> bool:
    control = page.field(name)
    return control.tag == "textarea" or (control.tag == "input" and (control.get("type") or "text") == "text")
