"""No browser stores what is somebody's own; only files that are the same for everybody are kept."""

import pytest
from django.http import FileResponse, HttpResponse
from django.test import RequestFactory

from evalsite.headers import PrivateResponseMiddleware


@pytest.mark.parametrize("said", [None, "private, max-age=604800, immutable", "public", "no-cache", "max-age=0"])
@pytest.mark.parametrize("kind", [HttpResponse, FileResponse])
def test_a_view_cannot_have_its_answer_stored(kind, said):
    answer = kind(b"")
    if said:
        answer.headers["Cache-Control"] = said

    guarded = PrivateResponseMiddleware(lambda _request: answer)(RequestFactory().get("/"))

    assert guarded.headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db  # the end of an answer looks after connections
def test_a_static_file_is_kept(client):
    answer = client.get("/static/css/site.css")
    answer.close()

    assert answer.status_code == 200
    assert "public" in answer.headers["Cache-Control"]
