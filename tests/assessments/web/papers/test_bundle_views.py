"""Ordering documents of many departments, and the page that tells how far they are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments import bundle_jobs
from assessments.bundle_jobs import draw_documents
from assessments.models import Bundle
from assessments.reports.document.model import DocumentError
from assessments.terms import BundleState
from tests.assessments.web.conftest import add_departments
from tests.security.pages import Page

ORDER, LIST = reverse("assessments:bundle_order"), reverse("assessments:bundle_list")
CHOSEN = {"documents": ["report", "summary"], "formats": ["pdf", "xlsx"]}


def address(name, bundle):
    return reverse(f"assessments:{name}", args=[bundle.pk])


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def drawn(monkeypatch):
    def draw(assessment, document, format_, source):
        if assessment.department.name == "教育局":
            raise DocumentError("内容过多，请精简后重试。")
        return f"{format_} {document.key}".encode()

    monkeypatch.setattr(bundle_jobs, "file_of", draw)


def work(bundle):
    for pk in sorted(set(bundle.documents.values_list("assessment", flat=True))):
        draw_documents(bundle.pk, pk)


def test_the_filtered_list_is_ordered_in_every_chosen_document_and_format(world, sign_in):
    client = sign_in(world.administrator)
    shown = client.get(f"{ORDER}?name=信访").content.decode()

    answer = client.post(f"{ORDER}?name=信访", CHOSEN)

    bundle = Bundle.objects.get()
    assert "共 1 个部门" in shown
    assert answer.url == address("bundle", bundle)
    assert set(bundle.documents.values_list("assessment", "key", "format")) == {
        (world.assessment.pk, "report", "pdf"),
        (world.assessment.pk, "report", "xlsx"),
        (world.assessment.pk, "summary", "pdf"),
        (world.assessment.pk, "summary", "xlsx"),
    }


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"formats": ["pdf"]}, "请至少选择一种材料。"),
        ({"documents": ["report"]}, "请至少选择一种格式。"),
        ({"documents": ["work-report"], "formats": ["xlsx"]}, "所选材料没有所选的格式，请改选。"),
        ({"documents": ["nothing"], "formats": ["pdf"]}, "nothing"),
    ],
)
def test_a_choice_that_gives_nothing_is_answered_at_its_field(world, sign_in, said, message):
    answer = sign_in(world.administrator).post(ORDER, said)

    assert (answer.status_code, Bundle.objects.count()) == (422, 0)
    assert message in answer.content.decode()
    assert answer.content.decode().count("<title>错误：") == 1


def test_a_second_order_waits_for_the_first_and_keeps_the_choice(world, sign_in):
    client = sign_in(world.administrator)
    client.post(ORDER, CHOSEN)

    answer = client.post(ORDER, CHOSEN)

    assert (answer.status_code, Bundle.objects.count()) == (422, 1)
    assert "上一个打包任务尚未完成" in Page(answer).summary()
    assert answer.content.decode().count("checked") == 4


def test_an_empty_list_offers_nothing_to_order(world, sign_in):
    html = sign_in(world.administrator).get(f"{ORDER}?name=没有这个部门").content.decode()
    assert "当前条件下没有自评表" in html
    assert "开始打包" not in html


def test_the_page_follows_a_bundle_to_its_end(world, sign_in, drawn):
    client = sign_in(world.administrator)
    client.post(ORDER, {"documents": ["report"], "formats": ["pdf"]})
    bundle = Bundle.objects.get()
    working = client.get(address("bundle", bundle)).content.decode()
    part = client.get(address("bundle", bundle), headers={"X-Requested-With": "XMLHttpRequest"}).content.decode()
    missing = client.get(address("bundle_download", bundle))

    work(bundle)
    ready = client.get(address("bundle", bundle)).content.decode()
    file = client.get(address("bundle_download", bundle))

    assert "共 2 份，已完成 0 份" in working
    assert "data-refresh" in working
    assert (part.lstrip()[:8], "<html" in part) == ("<section", False)
    assert missing.status_code == 404
    assert "共 2 份，其中 1 份未能生成" in ready
    assert "内容过多，请精简后重试。" in ready
    assert "data-refresh" not in ready
    assert b"".join(file.streaming_content).startswith(b"PK")
    assert "%E7%BB%A9%E6%95%88" in file["Content-Disposition"]


def test_a_bundle_that_nobody_works_on_says_so(world, sign_in):
    client = sign_in(world.administrator)
    client.post(ORDER, CHOSEN)
    bundle = Bundle.objects.get()
    fresh = client.get(address("bundle", bundle)).content.decode()
    Bundle.objects.update(created_at=timezone.now() - timedelta(minutes=2))

    assert "任务已等候较长时间" not in fresh
    assert "任务已等候较长时间" in client.get(address("bundle", bundle)).content.decode()


def test_cancelling_and_removing(world, sign_in):
    client = sign_in(world.administrator)
    client.post(ORDER, CHOSEN)
    bundle = Bundle.objects.get()

    client.post(address("bundle_cancel", bundle))
    assert Bundle.objects.get().state == BundleState.CANCELLED
    assert "已取消" in client.get(LIST).content.decode()
    client.post(address("bundle_remove", bundle))
    assert "还没有打包下载" in client.get(LIST).content.decode()


def test_queries_do_not_grow_with_departments_or_bundles(world, sign_in, drawn):
    client = sign_in(world.administrator)
    counted = []
    for more in (1, 20):
        add_departments(world, more)
        client.post(ORDER, CHOSEN)
        bundle = Bundle.objects.order_by("-pk")[0]
        work(bundle)
        client.get(LIST)  # after a minute of work the session's last look is written anew
        for page in (LIST, address("bundle", bundle), ORDER):
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counted.append(len(queries))
    assert counted == [3, 5, 3] * 2
