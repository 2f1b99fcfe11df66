"""Uploading papers on the page of attachments: what is kept, what is refused and how, and who may not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import World
from tests.small_pdf import small_pdf


@pytest.fixture
def filled(world: World) -> World:
    world.fill()
    return world


def address(world: World) -> str:
    return f"/assessments/{world.assessment.pk}/attachments/"


def test_a_paper_is_uploaded_and_taken_out_again(filled, sign_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client, path = sign_in(filled.preparer), address(filled)

    client.post(f"{path}add/", {"name": "问卷", "file": SimpleUploadedFile("../x.pdf", small_pdf())})
    paper = filled.fresh().attachments.get()
    files = [file.name for file in tmp_path.rglob("*") if file.is_file()]
    removed = client.post(f"{path}{paper.pk}/remove/")

    assert paper.name == "问卷"
    assert len(files) == 1
    assert "x" not in files[0].removesuffix(".pdf")
    assert (removed.status_code, filled.fresh().attachments.count()) == (302, 0)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.exe", b"MZ", "只接收 PDF、JPG、PNG、DOCX、XLSX 文件。请另存为其中一种后上传。"),
        (
            "a.pdf",
            b"MZ",
            "扩展名是 .pdf，内容是文本或无法识别的数据，未上传。请核对文件，用原软件另存为正确格式后上传。",
        ),
        ("a.pdf", b"", "所选文件没有内容，请重新选择。"),
    ],
)
def test_a_paper_that_is_none_is_refused_with_a_reason(filled, sign_in, settings, tmp_path, name, content, message):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile(name, content)

    data = {"name": "问卷调查表", "file": file}
    response = sign_in(filled.preparer).post(f"{address(filled)}add/", data)

    assert (response.status_code, response.context["form"].errors["file"]) == (422, [message])
    assert 'value="问卷调查表"' in response.content.decode()  # what was typed is still there
    assert filled.fresh().attachments.count() == 0
    assert list(tmp_path.rglob("*.*")) == []


def test_uploads_beyond_the_limit_wait_and_keep_the_name(filled, sign_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.COSTLY_PER_HOUR = settings.COSTLY_PER_HOUR | {"upload": 1}
    client, path = sign_in(filled.preparer), address(filled)

    answers = [
        client.post(f"{path}add/", {"name": name, "file": SimpleUploadedFile("a.pdf", small_pdf())})
        for name in ("问卷", "台账")
    ]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert "每人每小时最多上传附件 1 次，您已达到上限" in answers[1].content.decode()
    assert 'value="台账"' in answers[1].content.decode()
    assert filled.fresh().attachments.count() == 1


@pytest.mark.parametrize(("who", "status"), [("other_preparer", 404), ("stranger", 404), ("section_reviewer", 422)])
def test_who_may_not_upload(filled, sign_in, settings, tmp_path, who, status):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.4")

    response = sign_in(filled.people[who]).post(f"{address(filled)}add/", {"file": file})

    assert response.status_code == status
    assert filled.fresh().attachments.count() == 0
