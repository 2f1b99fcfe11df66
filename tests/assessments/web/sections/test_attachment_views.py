"""Uploading papers on the page of attachments: what is kept, what is refused and how, and who may not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.drafting import version_of
from assessments.facts_loader import facts_of
from assessments.terms import Section
from tests.factories import World
from tests.security.pages import Page
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

    assert (response.status_code, response.context["upload"].errors["file"]) == (422, [message])
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


def listed(world: World) -> tuple[str, ...]:
    return facts_of(world.fresh()).attachments


def as_typed(world: World, *names: str, **more: object) -> dict[str, object]:
    """The page's form with these names in its list."""
    version = version_of(world.assessment.pk, Section.ATTACHMENTS).version
    return {f"attachments-{at}": name for at, name in enumerate(names)} | {"seen_version": str(version)} | more


def paper(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("问卷.pdf", small_pdf() if content is None else content)


@pytest.mark.parametrize("action", ["upload", "save", "continue"])
def test_whatever_button_is_pressed_keeps_the_list_and_the_file(filled, sign_in, settings, tmp_path, action):
    settings.MEDIA_ROOT = tmp_path
    data = as_typed(filled, "绩效评价表", "调查问卷", name="问卷汇总", file=paper(), _action=action)

    answer = sign_in(filled.preparer).post(f"{address(filled)}add/", data)

    assert (answer.status_code, listed(filled)) == (302, ("绩效评价表", "调查问卷", "问卷汇总"))
    assert filled.fresh().attachments.get(name="问卷汇总").file


@pytest.mark.parametrize(
    ("file", "message"), [(None, "请选择文件。"), (b"", "所选文件没有内容，请重新选择。")], ids=["none", "empty"]
)
@pytest.mark.parametrize("action", ["upload", "save"])
def test_the_list_is_kept_though_the_file_is_refused(filled, sign_in, file, message, action):
    chosen = {} if file is None else {"file": paper(file)}
    data = as_typed(filled, "绩效评价表", name="问卷汇总", _action=action, **chosen)
    client = sign_in(filled.preparer)

    answer = client.post(f"{address(filled)}add/", data)

    page = Page(answer)
    assert (answer.status_code, listed(filled)) == (422, ("绩效评价表",))
    assert (page.value("attachments-0"), page.value("name")) == ("绩效评价表", "问卷汇总")
    assert message in page.error_at("file")
    assert message in page.summary()
    again = page.form_with("name").fields | {"file": paper(), "_action": "upload"}
    assert client.post(f"{address(filled)}add/", again).status_code == 302
    assert listed(filled) == ("绩效评价表", "问卷汇总")


def test_taking_a_paper_out_keeps_what_was_typed_in_the_list(filled, sign_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client, path = sign_in(filled.preparer), address(filled)
    client.post(f"{path}add/", {"name": "问卷", "file": paper()})
    row = filled.fresh().attachments.get()

    client.post(f"{path}{row.pk}/remove/", as_typed(filled, "问卷", "刚填的一行"))

    assert listed(filled) == ("刚填的一行",)


def test_a_row_more_keeps_the_name_for_the_file(filled, sign_in):
    data = as_typed(filled, "绩效评价表", name="问卷汇总", _action="add_row:attachments")

    page = Page(sign_in(filled.preparer).post(f"{address(filled)}add/", data))

    assert (page.value("attachments-0"), page.value("attachments-1"), page.value("name")) == (
        "绩效评价表",
        "",
        "问卷汇总",
    )


def test_a_list_that_somebody_else_has_saved_is_compared_and_the_file_asked_for_again(filled, sign_in):
    path, mine = f"{address(filled)}add/", as_typed(filled, "我的", name="问卷汇总", file=paper(), _action="upload")
    sign_in(filled.head).post(path, as_typed(filled, "他的", _action="save"))

    answer = sign_in(filled.preparer).post(path, mine)

    text = Page(answer).text
    assert (answer.status_code, listed(filled)) == (409, ("他的",))
    assert ("所选文件没有上传" in text, "我的" in text) == (True, True)
    assert Page(answer).form_with("name").fields["name"] == ["问卷汇总"]
