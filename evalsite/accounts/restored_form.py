"""What a person typed while the session ran out: kept until the next sign-in of the same person, then sent again."""

import re
from dataclasses import asdict, dataclass
from typing import Self

from django.http import HttpRequest

SESSION_KEY = "kept_form"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What a form sends without anybody typing it: buttons, names of rows, chosen words of a list, ticks.
_CONTROL = re.compile(r"_.*|(.*-)?(row|seen|seen_version|version)|next")
_CHOSEN = re.compile(r"[a-z]+(_[a-z]+)*")


@dataclass(frozen=True)
class KeptForm:
    """A posted form: where it was going and its texts. Files are not kept; a form with a password never is."""

    path: str
    fields: list[tuple[str, str]]
    had_files: bool
    user_id: int | None = None

    @classmethod
    def of(cls, request: HttpRequest, user_id: int | None = None) -> Self | None:
        """The form in this request, or None where there is nothing that a person typed."""
        if request.method != "POST":
            return None
        fields = [
            (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
        ]
        if not fields or any("password" in name for name, _ in fields):
            return None
        return cls(request.get_full_path(), fields, bool(request.FILES), user_id)

    @property
    def texts(self) -> list[str]:
        """What was written in words: the part that is worth reading again; figures and buttons go along unseen."""
        return [value for _, value in self.fields if _CHINESE.search(value)]

    @property
    def typed(self) -> list[str]:
        """Whatever may have been typed, in words or not: a form does not say which of its values were chosen."""
        named = ((name, value.strip()) for name, value in self.fields if not _CONTROL.fullmatch(name))
        return [value for _, value in named if value and not _CHOSEN.fullmatch(value)]

    def keep(self, request: HttpRequest) -> None:
        request.session[SESSION_KEY] = asdict(self)

    @classmethod
    def kept_for(cls, request: HttpRequest) -> Self | None:
        """What was kept for the person who is signed in now; somebody else's is thrown away."""
        stored = request.session.get(SESSION_KEY)
        if stored is None:
            return None
        if stored["user_id"] != request.user.pk:
            del request.session[SESSION_KEY]
            return None
        return cls(**stored | {"fields": [(name, value) for name, value in stored["fields"]]})
