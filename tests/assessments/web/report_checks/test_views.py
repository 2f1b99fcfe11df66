"""报告校核 through HTTP: checked and forgotten, kept only where its owner says so, refused in Chinese at the field."""

import importlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.intake import storage
from assessments.intake.checked_report import CheckedReport, CheckResult
from assessments.intake.checking import checked
from assessments.intake.loading.document import ReportText
from assessments.intake.version import rules_version
from assessments.models import KeptReport
from assessments.schema.facts import DepartmentFacts, Facts
from assessments.terms import Severity
from assessments.web.report_checks import views as report_checks
from evalsite.accounts.models import CostlyAction, User
from tests.assessments.intake.files import docx, paragraph, word_table
from tests.assessments.intake.test_loader import BAD, TEXT
from tests.assessments.web.report_checks.test_pages import WRONG
from tests.security.pages import Page

ADDRESS = reverse("assessments:report_checks")
KEEP = reverse("assessments:report_keep")


def upload(content, name="报告.txt", **more):
    return {"file": SimpleUploadedFile(name, content)} | more


@pytest.fixture
def client(world, sign_in):
    return sign_in(world.preparer)


def kept_by(client):
    """Paste the faulty report, keep it, and give its row."""
    fields = Page(client.post(ADDRESS, {"text": WRONG})).form_with("sealed").fields
    assert client.post(KEEP, fields).status_code == 302
    return KeptReport.objects.latest("pk")


@pytest.mark.parametrize("name", ["preparer", "head", "unit_preparer", "section_reviewer", "administrator", "stranger"])
def test_whoever_is_signed_in_may_check_a_report(world, sign_in, name):
    browser = sign_in(world.people[name])
    home = browser.get("/").content.decode()

    assert home.count(f'href="{ADDRESS}"') == 2  # in the navigation, and on the page
    assert browser.get(ADDRESS).status_code == 200
    assert "相差 43.99 万元" in browser.post(ADDRESS, {"text": WRONG}).content.decode()


def test_a_check_up_shows_the_text_the_findings_and_the_figures(client):
    html = client.post(ADDRESS, upload(WRONG.encode(), "水务局报告.txt")).content.decode()
    page = Page(client.post(ADDRESS, upload(WRONG.encode(), "水务局报告.txt")))

    ids = [item.get("id") for item in page.root.iter() if item.get("id")]
    assert len(ids) == len(set(ids))
    jumps = {item.get("href")[1:] for item in page.root.iter("a") if item.get("href", "").startswith("#")}
    assert jumps <= set(ids)
    assert {"m1-1", "f1", "figures", "unnamed"} <= jumps
    assert '<mark class="mark-error">2023年收入预算285.87万元</mark>' in html
    assert "对照 285.87 与 241.88，差额 <strong>43.99</strong>" in html
    assert "未识别用途的数字（1）" in html


def test_a_table_of_the_report_is_shown_as_one(client):
    body = paragraph(TEXT) + word_table([[("指标<b>", 2), "得分"], ["甲", "乙", "10"]])
    html = client.post(ADDRESS, upload(docx(body), "报告.docx")).content.decode()

    assert '<td colspan="2">指标&lt;b&gt;</td><td>得分</td></tr><tr><td>甲</td>' in html


def test_a_report_with_nothing_wrong_says_so(client, monkeypatch):
    nothing = CheckResult(
        facts=Facts(year=2023, department=DepartmentFacts(name="")),
        places={},
        counts=tuple((severity, 0) for severity in Severity),
    )
    monkeypatch.setattr(report_checks, "check_pasted", lambda text: CheckedReport(ReportText(text), nothing))
    html = client.post(ADDRESS, {"text": "平安县水务局年度工作平稳有序，各项任务按期完成。"}).content.decode()

    assert "没有发现问题。" in html
    assert "没有可识别用途的数字" in html


def test_files_that_are_no_reports_are_refused_at_the_field(client, settings):
    """Some of them: what is said of each is held where it is read (test_opening)."""
    settings.COSTLY_PER_HOUR = settings.COSTLY_PER_HOUR | {"report_check": len(BAD)}
    for case, (content, name, word) in list(BAD.items())[::6]:
        answer = client.post(ADDRESS, upload(content, name))
        page = Page(answer)
        assert (case, answer.status_code, word in page.error_at("file"), word in page.summary()) == (
            case,
            422,
            True,
            True,
        )
    assert KeptReport.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "at", "word"),
    [
        ({}, "file", "请选择文件，或在下面粘贴报告文字。"),
        ({"text": "  \n"}, "file", "请选择文件，或在下面粘贴报告文字。"),
        ({"text": "太短"}, "text", "文字太少"),
        ({"text": "字" * 1_000_001}, "text", "超过 100 万字"),
        ({"text": "坏\x00字"}, "text", "空"),
        (upload(TEXT.encode(), text="也粘贴了"), "file", "只选一种"),
        (upload(b"MZ" * 50, "a.exe", text=""), "file", "不支持 .exe"),
    ],
    ids=["nothing", "blank", "short", "long", "control", "both", "file"],
)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_pasted(client, fields, at, word):
    answer = client.post(ADDRESS, fields)
    page = Page(answer)

    assert (answer.status_code, word in page.error_at(at)) == (422, True)
    assert answer.content.decode().count("<title>错误：") == 1
    assert page.value("text") == fields.get("text", "").replace("\x00", "\ufffd")


def test_who_checks_without_end_is_asked_to_wait(world, sign_in, client, settings):
    settings.COSTLY_PER_HOUR = settings.COSTLY_PER_HOUR | {"report_check": 2}
    answers = [client.post(ADDRESS, {"text": WRONG}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    page = Page(answers[2])
    assert "每人每小时最多校核报告 2 次" in page.summary()
    assert page.value("text") == WRONG
    assert sign_in(world.head).post(ADDRESS, {"text": WRONG}).status_code == 200


def test_a_check_up_leaves_nothing_behind(client):
    client.post(ADDRESS, upload(WRONG.encode()))

    assert KeptReport.objects.count() == 0
    assert CostlyAction.objects.count() == 1


def test_what_is_kept_is_listed_shown_again_and_thrown_away(client):
    row = kept_by(client)
    shown = client.get(reverse("assessments:kept_report", args=[row.pk])).content.decode()

    assert (row.name, row.content["text"]) == ("粘贴的文字", WRONG)
    assert "相差 43.99 万元" in shown
    assert f'href="/report-checks/{row.pk}/"' in client.get(ADDRESS).content.decode()
    assert client.post(reverse("assessments:report_remove", args=[row.pk])).url == ADDRESS
    assert KeptReport.objects.count() == 0


def test_what_is_pasted_beside_the_list_stays_when_a_kept_one_is_removed(client):
    row = kept_by(client)

    page = Page(client.post(reverse("assessments:report_remove", args=[row.pk]), {"text": "尚未\n校核的一段"}))

    assert page.form_with("text").fields["text"] == ["尚未\n校核的一段"]
    assert KeptReport.objects.count() == 0


def test_the_same_report_is_kept_once(client):
    assert kept_by(client).pk == kept_by(client).pk


def test_more_than_one_may_keep_is_refused(client, monkeypatch):
    monkeypatch.setattr(storage, "MOST_KEPT", 1)
    kept_by(client)
    fields = Page(client.post(ADDRESS, {"text": WRONG + "另一份。"})).form_with("sealed").fields

    answer = client.post(KEEP, fields, follow=True)

    assert "最多保留 1 份校核结果" in answer.content.decode()
    assert KeptReport.objects.count() == 1


@pytest.mark.parametrize("name", ["head", "other_preparer", "section_reviewer", "administrator"])
def test_only_its_owner_finds_a_kept_report(world, sign_in, client, name):
    row = kept_by(client)
    browser = sign_in(world.people[name])

    assert browser.get(f"/report-checks/{row.pk}/").status_code == 404
    assert browser.post(f"/report-checks/{row.pk}/remove/").status_code == 404
    assert "我保留的校核" not in browser.get(ADDRESS).content.decode()
    assert KeptReport.objects.count() == 1


def test_only_what_the_page_carried_for_this_person_is_kept(world, sign_in, client):
    sealed = Page(client.post(ADDRESS, {"text": WRONG})).form_with("sealed").fields["sealed"][0]
    for browser, text in ((client, sealed[:-2]), (client, ""), (client, "{}"), (sign_in(world.head), sealed)):
        answer = browser.post(KEEP, {"sealed": text}, follow=True)
        assert "校核结果已过期" in answer.content.decode()

    assert KeptReport.objects.count() == 0


def test_what_no_database_holds_becomes_a_sign_that_it_can(client):
    html = "<!DOCTYPE html><html><body><p>" + TEXT + "&#xd800;&#0;</p></body></html>"
    fields = Page(client.post(ADDRESS, upload(html.encode(), "a.html"))).form_with("sealed").fields

    assert client.post(KEEP, fields).status_code == 302
    text = KeptReport.objects.get().content["text"]
    assert text.encode()
    assert "\x00" not in text


def never(*_, **__):
    raise AssertionError("a kept check-up is made again")


def test_a_kept_check_up_is_shown_as_it_was_made(client, monkeypatch):
    """Not computed again at each look, and not at its keeping."""
    fields = Page(client.post(ADDRESS, {"text": WRONG})).form_with("sealed").fields
    monkeypatch.setattr("assessments.processes.limited_process.ask", never)
    client.post(KEEP, fields)
    row = KeptReport.objects.get()

    assert len(row.result["findings"]) == sum(count for _, count in row.result["counts"]) > 0
    assert "相差 43.99 万元" in client.get(f"/report-checks/{row.pk}/").content.decode()


READERS = ("read_pasted", "read_file", "check_document")
SENT = {"pasted": lambda: {"text": WRONG}, "a file": lambda: upload(WRONG.encode(), "a.txt")}


def not_here(*_):
    raise AssertionError("read or checked here")


def in_this_process(task, content, *arguments, bounds):
    module, _, name = task.partition(":")
    return getattr(importlib.import_module(module), name)(content, *arguments)


@pytest.mark.parametrize("sent", SENT)
def test_the_process_that_answers_neither_reads_nor_checks(client, monkeypatch, sent):
    """SECURITY row 29: whatever a text costs, it costs it in the child."""
    for name in READERS:
        monkeypatch.setattr(f"assessments.intake.checking.{name}", not_here)

    assert "相差 43.99 万元" in client.post(ADDRESS, SENT[sent]()).content.decode()


@pytest.mark.parametrize("sent", SENT)
def test_the_test_above_would_see_it(client, monkeypatch, sent):
    for name in READERS:
        monkeypatch.setattr(f"assessments.intake.checking.{name}", not_here)
    monkeypatch.setattr("assessments.processes.limited_process.ask", in_this_process)

    with pytest.raises(AssertionError, match="read or checked here"):
        client.post(ADDRESS, SENT[sent]())


@pytest.mark.parametrize("made", ["before results were kept", "by other rules"])
def test_after_the_rules_have_changed_a_kept_check_up_is_made_again_once(client, monkeypatch, made):
    row = kept_by(client)
    whole = row.result
    row.result = None if made == "before results were kept" else {"findings": "of another shape"}
    row.rules_version = "" if made == "before results were kept" else "0" * 64
    row.save()

    assert "相差 43.99 万元" in client.get(f"/report-checks/{row.pk}/").content.decode()
    row.refresh_from_db()
    assert (row.result, row.rules_version) == (whole, rules_version())
    monkeypatch.setattr("assessments.processes.limited_process.ask", never)
    assert "相差 43.99 万元" in client.get(f"/report-checks/{row.pk}/").content.decode()


@pytest.mark.parametrize("path", ["/report-checks/{}/", "/report-checks/{}/take-over/{}/"])
def test_what_can_no_longer_be_checked_says_so_and_stays(world, client, path):
    row = kept_by(client)
    KeptReport.objects.update(content={"text": "短", "tables": [[0, 1, [[0, 0, 1, 1, 0, 1]] * 50_001]], "notes": []})
    KeptReport.objects.update(rules_version="")

    answer = client.get(path.format(row.pk, world.assessment.pk), follow=True)

    assert answer.redirect_chain == [(ADDRESS, 302)]
    assert "“粘贴的文字”无法按现行规则重新校核：报告超过 5 万个表格单元格" in answer.content.decode()
    assert KeptReport.objects.count() == 1


def test_a_check_up_of_before_an_upgrade_is_not_kept_under_the_new_rules(client, monkeypatch):
    fields = Page(client.post(ADDRESS, {"text": WRONG})).form_with("sealed").fields
    monkeypatch.setattr(storage, "rules_version", lambda: "f" * 64)

    assert "校核结果已过期" in client.post(KEEP, fields, follow=True).content.decode()


@pytest.mark.parametrize("copies", [1, 8])
def test_a_page_asks_the_database_the_same_whatever_the_report(client, copies):
    report = checked(ReportText(WRONG * copies))
    owner = User.objects.get(username="tianbao")
    rows = [storage.keep(owner, storage.NamedReport(f"报告{at}", report)) for at in range(copies)]
    for path, count in ((ADDRESS, 3), (f"/report-checks/{rows[0].pk}/", 3)):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        assert (path, len(queries)) == (path, count)


def test_findings_of_days_are_shown(client):
    """They have a difference and no two numbers."""
    text = "水务局2022年度部门整体支出绩效自评报告\n我局于2023年12月20日完成自评。\n\n水务局\n2023年11月20日\n"
    html = client.post(ADDRESS, {"text": text}).content.decode()
    assert "自评完成日期（2023年12月20日）晚于报告落款日期（2023年11月20日）" in html
