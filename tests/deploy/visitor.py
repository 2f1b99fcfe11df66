"""A person with a browser without scripts: pages, their forms, cookies; over plain HTTP, as the proxy sends it on."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from lxml import html

HOST = "assessment.example"


class Visitor:
    """Reaches a site behind a proxy that speaks HTTPS to the outside."""

    def __init__(self, port: int, scheme: str = "https", host: str = HOST) -> None:
        policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https"))
        jar = http.cookiejar.CookieJar(policy)
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), _Anything())
        self._base = f"http://127.0.0.1:{port}"
        self._headers = {"Host": host, "X-Forwarded-Proto": scheme, "X-Forwarded-For": "10.1.2.3"}
        self._origin = {"Origin": f"{scheme}://{host}"}
        self.status, self.content, self.path = 0, b"", "/"

    def get(self, path: str) -> "Visitor":
        return self._ask(urllib.request.Request(self._base + path, headers=self._headers))

    def send(self, form: Any, **fields: str) -> "Visitor":
        """Fill in a form of the page and press its button."""
        values = dict(form.form_values()) | fields
        path = urllib.parse.urljoin(self.path, form.action or "")
        data = urllib.parse.urlencode(values).encode()
        return self._ask(urllib.request.Request(self._base + path, data, self._headers | self._origin))

    def _ask(self, request: urllib.request.Request) -> "Visitor":
        with self._opener.open(request, timeout=300) as answer:
            self.status, self.content = answer.status, answer.read()
            self.path = urllib.parse.urlsplit(answer.url).path
        return self

    @property
    def page(self) -> Any:
        return html.fromstring(self.content.decode())

    @property
    def text(self) -> str:
        return " ".join(self.page.text_content().split())

    def form(self, *names: str) -> Any:
        """The first form of the page that has fields with all of these names."""
        return next(form for form in self.page.forms if set(names) <= set(form.fields.keys()))

    def sign_in(self, username: str, password: str) -> "Visitor":
        self.get("/login/")
        self.send(self.form("username", "password"), username=username, password=password)
        assert (self.status, self.path) == (200, "/"), self.content.decode()
        return self

    def take_step(self, pk: int, action: str, comment: str = "") -> "Visitor":
        self.get(f"/assessments/{pk}/steps/{action}/")
        self.send(self.form("comment"), comment=comment)
        assert self.status == 200, self.text
        return self


class _Anything(urllib.request.HTTPErrorProcessor):
    """Pages of errors are pages; only what leads on is followed."""

    def http_response(self, request: Any, response: Any) -> Any:
        return super().http_response(request, response) if 300 <= response.status < 400 else response
