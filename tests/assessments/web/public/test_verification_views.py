"""报告查验: whoever holds an approved report learns whether it is the one that was filed, and nothing else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate

from assessments.exchange.file_format import read
from assessments.facts_loader import facts_of
from assessments.models import StoredReport
from assessments.reports.document.filing_number import code_of
from assessments.reports.sources import draw_approved
from assessments.terms import Action
from assessments.web.public import verification_forms
from tests.assessments.reports.paper import Paper
from tests.factories import APPROVING, SUBMITTING, YEAR

UNKNOWN = "没有找到：与本系统存档的任何报告都不一致。"
AGAIN = (*SUBMITTING, Action.BEGIN_REVIEW, Action.PASS_SECTION_REVIEW, Action.APPROVE)


@pytest.fixture
def stored(world):
    world.fill()
    world.bring_to(*APPROVING)
    return StoredReport.objects.get()


def number_of(stored):
    return f"{YEAR}-{stored.assessment_id:04d}-{stored.snapshot.number}"


def asked(**query):
    return Client().get("/verify/", query)


def sent(content, name="report.pdf"):
    return Client().post("/verify/", {"file": SimpleUploadedFile(name, content)})


def text_of(response):
    return response.content.decode()


def test_number_and_code_are_printed_on_the_first_page_and_lead_to_the_answer(stored):
    first = Paper(bytes(stored.pdf)).texts[0]
    code = code_of(stored.snapshot.sha256)
    assert f"编号：{number_of(stored)}查验码：{code}" in first

    text = text_of(asked(number=number_of(stored), code=code))

    assert "查验结果：一致" in text
    assert "有效：审核通过" in text
    assert "信访局" in text
    assert stored.sha256 in text


def test_the_file_itself_and_its_hash_are_known(stored):
    for response in (sent(bytes(stored.pdf)), asked(sha256=stored.sha256), asked(sha256=stored.sha256.upper())):
        assert response.status_code == 200
        assert "查验结果：一致" in text_of(response)


def test_one_changed_byte_is_seen(stored):
    changed = bytearray(stored.pdf)
    changed[len(changed) // 2] ^= 1
    assert UNKNOWN in text_of(sent(bytes(changed)))


@pytest.mark.parametrize("wrong", ["code", "number", "year", "snapshot"])
def test_nothing_is_told_without_both_in_one_voice(stored, wrong):
    code, number = code_of(stored.snapshot.sha256), number_of(stored)
    query = {"number": number, "code": code} | {
        "code": {"code": "0" * 16},
        "number": {"number": f"{YEAR}-9999-1"},
        "year": {"number": number.replace(str(YEAR), str(YEAR - 1))},
        "snapshot": {"number": number[:-1] + "9"},
    }[wrong]
    response = asked(**query)
    assert response.status_code == 200
    assert UNKNOWN in text_of(response)
    assert "信访局" not in text_of(response)
    assert stored.sha256 not in text_of(response)


def test_no_figure_is_told(stored, world):
    text = text_of(asked(number=number_of(stored), code=code_of(stored.snapshot.sha256)))
    assert "285.87" in Paper(bytes(stored.pdf)).text
    assert "285.87" not in text
    assert "填报人甲" not in text


def test_a_report_that_was_reopened_is_no_longer_valid_and_the_next_one_is(stored, world):
    query = {"number": number_of(stored), "code": code_of(stored.snapshot.sha256)}
    world.bring_to(Action.PUBLISH)
    assert "有效：审核通过，已公开" in text_of(asked(**query))
    world.bring_to(Action.REOPEN)
    assert "查验结果：已失效" in text_of(asked(**query))
    world.bring_to(*AGAIN)
    assert "查验结果：已失效" in text_of(asked(**query))
    newest = StoredReport.objects.order_by("pk").last()
    assert number_of(newest) != number_of(stored)
    assert "查验结果：一致" in text_of(asked(sha256=newest.sha256))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"number": "", "code": ""}, "请填写报送编号。"),
        ({"number": "2022", "code": "x"}, "编号应为“年度-序号-次数”，如 2022-0007-1。"),
        ({"number": "2022-0007-1"}, "请填写查验码。"),
        ({"number": "2022-0007-1\x00", "code": "x"}, "不允许是用空字符串。"),
        ({"number": "2" * 50, "code": "x"}, "40"),
        ({"sha256": "abc"}, "文件校验值应为 64 位，只含数字和字母 a 至 f。"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_place(db, query, message):
    response = asked(**query)
    assert response.status_code == 422
    assert message in text_of(response)


@pytest.mark.parametrize(
    ("content", "message"), [(b"", "所选文件没有内容，请重新选择。"), (b"x" * 11, "文件超过 20 MB")]
)
def test_files_are_bounded(db, monkeypatch, content, message):
    monkeypatch.setattr(verification_forms, "LARGEST", 10)
    response = sent(content)
    assert response.status_code == 422
    assert message in text_of(response)


def test_asking_takes_few_queries_and_reads_one_report(stored, django_assert_num_queries):
    query = {"number": number_of(stored), "code": code_of(stored.snapshot.sha256)}
    with django_assert_num_queries(9) as seen:  # the last one names the attachments that were looked at
        asked(**query)
    assert len([query for query in seen.captured_queries if '"pdf"' in query["sql"]]) == 1


def test_the_same_approval_gives_the_same_bytes(stored):
    assert draw_approved(stored.snapshot, localdate(stored.stored_at)) == bytes(stored.pdf)


def test_the_figures_that_were_handed_in_are_inside_the_file(stored, world):
    (content,) = Paper(bytes(stored.pdf)).reader.attachments["exchange.json"]
    assert read(content) == facts_of(world.fresh())
