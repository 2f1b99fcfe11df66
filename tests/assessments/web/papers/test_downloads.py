"""Reports and files: the same scope as their pages, the stored bytes, names that a Chinese office can read."""

import hashlib
import io
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from assessments.drafting import add_attachment
from assessments.models import StoredReport
from assessments.reports.pdf.pdf_file import PdfError
from assessments.review.rectification import issue_notice
from assessments.rules.rectification import Demand
from assessments.web.papers import downloads
from budgets.models import RevenueLine
from tests.assessments.reports.excel_file import Excel
from tests.assessments.reports.word_file import Word
from tests.factories import APPROVING, SUBMITTING, YEAR
from tests.small_pdf import small_pdf

KEYS = ["report", "work-report", "department-form", "project-forms", "summary"]


def url(name, world, *more):
    return reverse(f"assessments:{name}", args=[world.assessment.pk, *more])


def test_a_draft_is_drawn_and_named_a_draft(world, sign_in):
    world.fill()

    response = sign_in(world.preparer).get(url("report_pdf", world))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert "%E8%8D%89%E7%A8%BF" in response["Content-Disposition"]  # 草稿
    assert "ETag" not in response


def test_an_approved_report_is_the_stored_bytes_and_its_page_shows_the_hash(world, sign_in):
    world.fill()
    world.bring_to(*APPROVING)
    stored = StoredReport.objects.get()
    client = sign_in(world.preparer)

    first, second = (client.get(url("report_pdf", world)) for _ in range(2))

    assert first.content == second.content == bytes(stored.pdf)
    assert hashlib.sha256(first.content).hexdigest() == stored.sha256
    assert first["ETag"] == f'"{stored.sha256}"'
    assert stored.sha256 in client.get(url("report", world)).content.decode()


@pytest.mark.parametrize("steps", [(), SUBMITTING])
def test_the_report_on_the_screen_says_that_it_is_a_draft(world, sign_in, steps):
    world.fill()
    world.bring_to(*steps)

    html = sign_in(world.preparer).get(url("report", world)).content.decode()

    assert "报告（草稿）" in html
    assert "285.87" in html


def test_a_report_that_cannot_be_drawn_says_why_on_a_page(world, sign_in, monkeypatch):
    def fail(assessment):
        raise PdfError("填报内容过多，未能生成 PDF 文件。请精简文字后重试；不能精简的，联系系统管理员。")

    monkeypatch.setattr(downloads, "pdf_of", fail)

    response = sign_in(world.preparer).get(url("report_pdf", world))

    assert response.status_code == 503
    assert (
        "填报内容过多，未能生成 PDF 文件。请精简文字后重试；不能精简的，联系系统管理员。" in response.content.decode()
    )


@pytest.mark.parametrize(("steps", "is_draft"), [((), True), (SUBMITTING, True), (APPROVING, False)])
def test_the_list_of_documents_says_whether_they_are_drafts(world, sign_in, steps, is_draft):
    world.fill()
    world.bring_to(*steps)

    html = sign_in(world.preparer).get(url("documents", world)).content.decode()

    assert html.count("（草稿）") == (5 if is_draft else 0)
    assert [f'{reverse("assessments:document", args=[world.assessment.pk, key, "pdf"])}"' in html for key in KEYS] == [
        True
    ] * len(KEYS)


def test_a_document_is_named_after_its_department_and_says_that_it_is_a_draft(world, sign_in):
    world.fill()

    response = sign_in(world.preparer).get(url("document", world, "summary", "pdf"))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    name = f"{world.assessment.department.name}-{YEAR}年度项目支出绩效自评结果汇总表（草稿）.pdf"
    assert unquote(response["Content-Disposition"]).endswith(name)


def test_the_whole_report_among_the_documents_is_the_stored_one(world, sign_in):
    world.fill()
    world.bring_to(*APPROVING)

    response = sign_in(world.preparer).get(url("document", world, "report", "pdf"))

    assert response.content == bytes(StoredReport.objects.get().pdf)
    assert "草稿" not in unquote(response["Content-Disposition"])


def lines_of(response, ending):
    if ending == "docx":
        return Word(response.content).lines
    excel = Excel(response.content)
    return [text for place in range(len(excel.sheets)) for row in excel.rows(place) for text in row]


@pytest.mark.parametrize(("ending", "kind"), [("docx", "wordprocessingml.document"), ("xlsx", "spreadsheetml.sheet")])
def test_word_and_excel_say_what_was_approved_whatever_the_rows_say_later(world, sign_in, ending, kind):
    world.fill()
    world.bring_to(*APPROVING)
    client = sign_in(world.preparer)
    before = client.get(url("document", world, "report", ending))
    assert RevenueLine.objects.update(amount="123456789.01")

    response = client.get(url("document", world, "report", ending))

    assert response.content == before.content
    assert response["Content-Type"] == f"application/vnd.openxmlformats-officedocument.{kind}"
    assert unquote(response["Content-Disposition"]).endswith(f"-{YEAR}年度部门整体支出绩效自评报告.{ending}")
    text = "\n".join(lines_of(response, ending))
    assert "285.87" in text
    assert "12,345.68" not in text


def test_the_command_writes_word_and_excel(world, tmp_path):
    world.fill()
    assert Word(exported(world, tmp_path / "报告.docx")).lines
    assert Excel(exported(world, tmp_path / "报告.xlsx")).sheets


@pytest.mark.parametrize(
    ("key", "ending"), [("nothing", "pdf"), ("summary", "exe"), ("work-report", "xlsx"), ("transfer-form", "pdf")]
)
def test_a_document_that_there_is_not_is_not_found(world, sign_in, key, ending):
    world.fill()

    assert sign_in(world.preparer).get(url("document", world, key, ending)).status_code == 404


def exported(world, path, *arguments):
    call_command(
        "export_report", "--department", world.assessment.department.name, "--year", str(YEAR), "--output", str(path),
        *arguments,
    )  # fmt: skip
    return path.read_bytes()


def test_the_command_writes_any_document_and_by_default_the_whole_report(world, tmp_path):
    world.fill()
    whole = exported(world, tmp_path / "报告.pdf")
    assert whole == exported(world, tmp_path / "同.PDF", "--document", "report")
    assert exported(world, tmp_path / "汇总.pdf", "--document", "summary") != whole


def test_the_command_writes_the_paper_of_one_notice(world, tmp_path):
    world.fill()
    world.bring_to(*APPROVING)
    due_on = timezone.localdate() + timedelta(days=9)
    notice = issue_notice(world.administrator, world.assessment.pk, [Demand("台账不全。", "补齐台账。")], due_on)
    key = f"rectification-notice-{notice.year}-{notice.number}"
    assert exported(world, tmp_path / "通知.pdf", "--document", key).startswith(b"%PDF-")
    with pytest.raises(CommandError, match=f"没有“{key}9”这份文书"):
        exported(world, tmp_path / "无.pdf", "--document", f"{key}9")


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        ("a.pdf", "nothing", "没有“nothing”这份文书"),
        ("a.pdf", "transfer-form", "没有“transfer-form”这份文书"),
        ("a.exe", "summary", "只能导出 .pdf"),
        ("a", "summary", "只能导出 .pdf"),
    ],
)
def test_the_command_refuses_what_there_is_not(world, tmp_path, name, key, said):
    world.fill()
    with pytest.raises(CommandError, match=said) as refused:
        exported(world, tmp_path / name, "--document", key)
    assert refused.value.returncode == 2
    assert list(tmp_path.iterdir()) == []


def a_paper(world):
    return add_attachment(world.preparer, world.assessment.pk, "评审意见", io.BytesIO(small_pdf()), "评审意见.pdf")


def test_an_attachment_leaves_as_a_download_under_its_own_name(world, sign_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    paper = a_paper(world)

    response = sign_in(world.section_reviewer).get(url("attachment", world, paper.pk))

    assert b"".join(response.streaming_content) == small_pdf()
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E8%AF%84%E5%AE%A1")
    response.close()


def test_another_department_s_attachment_is_not_found(world, sign_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    paper = a_paper(world)
    client = sign_in(world.other_preparer)

    through_own = reverse("assessments:attachment", args=[world.other_assessment.pk, paper.pk])

    assert client.get(url("attachment", world, paper.pk)).status_code == 404
    assert client.get(through_own).status_code == 404
