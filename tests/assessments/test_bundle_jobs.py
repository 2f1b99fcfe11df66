"""Documents of many departments in one ZIP file: each is there once and whole, or named as missing."""

import csv
import errno
import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from assessments import bundle_jobs
from assessments.bundle_jobs import (
    KEPT_FOR,
    MOST_ATTEMPTS,
    bundle_file,
    cancel_bundle,
    draw_documents,
    order_bundle,
    remove_bundle,
)
from assessments.drafting import Refused
from assessments.models import Bundle, StoredReport
from assessments.queries import assessments_for_review, bundles_of
from assessments.reports.county.documents import COUNTY_TABLE
from assessments.reports.documents import DOCUMENTS, NOTICE, REPLY, WHOLE_REPORT, Format, documents_of
from assessments.reports.pdf.pdf_file import PdfError
from assessments.reports.sources import source_of
from assessments.review.rectification import issue_notice, save_answers
from assessments.rules.rectification import Answer, Demand
from assessments.schema.scheme import SCHEME_2020_10
from assessments.terms import BundleState
from assessments.workflow import open_round
from budgets.models import SectionMembership
from tests.factories import APPROVING, YEAR, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def drawn(monkeypatch):
    """Drawing stands in for itself: what was drawn, and bytes that tell whose."""
    calls = []

    def draw(assessment, document, format_, source):
        calls.append(assessment.department.name)
        return f"{format_} {document.key} {assessment.department.name}".encode()

    monkeypatch.setattr(bundle_jobs, "file_of", draw)
    return calls


REPORTS = ((WHOLE_REPORT, Format.PDF),)


def order(world, user=None, wanted=REPORTS):
    user = user or world.administrator
    return order_bundle(user, list(assessments_for_review(user)), wanted)


def work(bundle, *, times=1):
    """Do the queued jobs, each as often as a queue that delivers twice."""
    for document in list(bundle.documents.all()):
        for _ in range(times):
            draw_documents(bundle.pk, document.assessment_id)
    return Bundle.objects.get(pk=bundle.pk)


def members(bundle):
    with zipfile.ZipFile(bundle_file(bundle)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def files_below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_bundle_holds_every_report_a_list_and_their_checksums(world, drawn):
    bundle = work(order(world))

    names = [
        f"001-信访局-{world.round.fiscal_year.year}年度部门整体支出绩效自评报告（草稿）.pdf",
        f"002-教育局-{world.round.fiscal_year.year}年度部门整体支出绩效自评报告（草稿）.pdf",
    ]
    contents = {names[0]: "pdf report 信访局".encode(), names[1]: "pdf report 教育局".encode()}
    found = members(bundle)
    rows = list(csv.reader(io.StringIO(found.pop("清单.csv").decode("utf-8-sig"))))
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    assert found.pop("SHA256SUMS").decode() == "".join(f"{sums[name]}  {name}\n" for name in names)
    assert found == contents
    assert [row[1:8] for row in rows[1:]] == [
        ["信访局", WHOLE_REPORT.title, "PDF", names[0], "草稿", str(len(contents[names[0]])), sums[names[0]]],
        ["教育局", WHOLE_REPORT.title, "PDF", names[1], "草稿", str(len(contents[names[1]])), sums[names[1]]],
    ]
    whole = bundle_file(bundle).read_bytes()
    assert (bundle.state, bundle.size, bundle.sha256) == (
        BundleState.READY,
        len(whole),
        hashlib.sha256(whole).hexdigest(),
    )


def test_every_document_in_every_chosen_format_and_what_a_department_lacks_is_said(world, drawn):
    """The own department has projects, the other one has none: there the forms of projects have nothing to say."""
    world.fill()
    wanted = [(document, Format.PDF) for document in DOCUMENTS]

    bundle = work(order(world, wanted=wanted))

    titles = [document.title for document in documents_of(source_of(world.assessment))]
    others = documents_of(source_of(world.other_assessment))
    lacking = [document.title for document in DOCUMENTS if document not in others]
    found = members(bundle)
    names = [name for name in found if name.endswith(".pdf")]
    year = world.round.fiscal_year.year
    assert [name for name in names if "信访局" in name] == [
        f"001-信访局-{year}年度{title}（草稿）.pdf" for title in titles
    ]
    assert lacking
    rows = list(csv.reader(io.StringIO(found["清单.csv"].decode("utf-8-sig"))))
    assert [row[2] for row in rows if row[1] == "教育局" and row[5] == "无须生成"] == lacking
    assert len(names) + len(lacking) + len(DOCUMENTS) - len(titles) == len(DOCUMENTS) * 2


def test_a_department_gives_one_file_for_each_of_its_notices(world, drawn):
    world.fill()
    world.bring_to(*APPROVING)
    today = timezone.localdate()
    due_on = today + timedelta(days=30)
    office = world.performance_reviewer
    _, second = (issue_notice(office, world.assessment.pk, [Demand(text, "整改")], due_on) for text in ("甲", "乙"))
    save_answers(world.preparer, second.pk, {1: Answer("已改。", today)}, seen_version=0)

    found = members(work(order(world, wanted=[(NOTICE, Format.PDF), (REPLY, Format.DOCX)])))

    rows = list(csv.reader(io.StringIO(found["清单.csv"].decode("utf-8-sig"))))
    titles = [f"{series.title}〔{today.year}〕{number}号" for series in (NOTICE, REPLY) for number in (1, 2)]
    assert [[*row[1:4], row[5]] for row in rows[1:]] == [
        ["信访局", titles[0], "PDF", "正式"],
        ["信访局", titles[1], "PDF", "正式"],
        ["信访局", titles[2], "Word", "无须生成"],
        ["信访局", titles[3], "Word", "草稿"],
        ["教育局", NOTICE.title, "PDF", "无须生成"],
        ["教育局", REPLY.title, "Word", "无须生成"],
    ]
    assert [name for name in found if name.startswith("001")] == [
        f"001-信访局-{YEAR}年度{titles[0]}.pdf",
        f"001-信访局-{YEAR}年度{titles[1]}.pdf",
        f"001-信访局-{YEAR}年度{titles[3]}（草稿）.docx",
    ]


def test_an_approved_report_comes_from_the_store_and_is_not_drawn(world, monkeypatch):
    world.fill()
    world.bring_to(*APPROVING)

    def never(*_, **__):
        raise AssertionError

    monkeypatch.setattr("assessments.reports.sources.DRAWERS", {Format.PDF: never})
    bundle = order_bundle(world.section_reviewer, list(assessments_for_review(world.section_reviewer)), REPORTS)
    found = members(work(bundle))

    year = world.round.fiscal_year.year
    stored = StoredReport.objects.get()
    assert found[f"001-信访局-{year}年度部门整体支出绩效自评报告.pdf"] == bytes(stored.pdf)


def test_one_job_a_department_is_queued_with_the_order_or_not_at_all(world, drawn):
    order(world)
    assert OrmQ.objects.count() == 2
    with pytest.raises(Refused, match="尚未完成"):
        order(world)
    assert OrmQ.objects.count() == 2


@pytest.mark.parametrize("name", ["preparer", "head", "stranger"])
def test_only_the_bureau_orders(world, name):
    with pytest.raises(Refused, match="没有可以打包"):
        order_bundle(world.people[name], [world.assessment], REPORTS)
    assert (Bundle.objects.count(), OrmQ.objects.count()) == (0, 0)


def test_nothing_to_order_is_refused(world):
    with pytest.raises(Refused, match="没有可以打包"):
        order_bundle(world.administrator, [], REPORTS)
    with pytest.raises(Refused, match="没有可以打包"):
        order_bundle(world.administrator, [world.assessment], [])


def test_a_queue_that_delivers_twice_changes_nothing(world, drawn):
    once = members(work(order(world)))
    Bundle.objects.all().delete()
    drawn.clear()

    twice = work(order(world), times=2)

    assert members(twice) == once
    assert drawn == ["信访局", "教育局"]


def test_a_killed_worker_s_job_goes_on_where_it_stopped(world, drawn, monkeypatch, media):
    bundle = order(world)
    first, second = (document.assessment_id for document in bundle.documents.all())
    draw_documents(bundle.pk, first)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bundle_jobs, "file_of", killed)
        with pytest.raises(KeyboardInterrupt):
            draw_documents(bundle.pk, second)
    assert Bundle.objects.get(pk=bundle.pk).state == BundleState.WORKING

    assert len(members(work(bundle))) == 4
    assert drawn == ["信访局", "教育局"]
    assert len(files_below(media)) == 1


def test_a_kill_while_packing_is_mended_by_the_next_delivery(world, drawn, monkeypatch, media):
    bundle = order(world)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bundle_jobs, "_zip", killed)
        with pytest.raises(KeyboardInterrupt):
            work(bundle)

    assert len(members(work(bundle))) == 4
    assert len(files_below(media)) == 1


def test_a_document_that_kills_its_worker_is_given_up_and_named(world, drawn):
    bundle = order(world)
    bundle.documents.filter(position=1).update(attempts=MOST_ATTEMPTS)

    bundle = work(bundle)

    assert bundle.state == BundleState.READY
    assert [name for name in members(bundle) if name.endswith(".pdf")] == [
        f"002-教育局-{world.round.fiscal_year.year}年度部门整体支出绩效自评报告（草稿）.pdf"
    ]
    assert "多次未能生成" in bundle.documents.get(position=1).reason


@pytest.mark.parametrize(
    ("fault", "said"), [(PdfError("内容过多。"), "内容过多。"), (ZeroDivisionError(), "生成时出错")]
)
def test_one_broken_department_does_not_hold_up_the_others(world, drawn, monkeypatch, fault, said):
    draw = bundle_jobs.file_of

    def sometimes(assessment, *what):
        if assessment.department == world.own:
            raise fault
        return draw(assessment, *what)

    monkeypatch.setattr(bundle_jobs, "file_of", sometimes)
    bundle = work(order(world))

    assert bundle.state == BundleState.READY
    assert said in bundle.documents.get(position=1).reason
    assert said in members(bundle)["清单.csv"].decode()


def test_a_bundle_without_a_single_document_fails_with_its_reason(world, monkeypatch, media):
    def broken(*_):
        raise PdfError("内容过多。")

    monkeypatch.setattr(bundle_jobs, "file_of", broken)
    bundle = work(order(world))

    assert (bundle.state, bundle.reason) == (BundleState.FAILED, "没有一份文件能够生成。")
    assert files_below(media) == []


@pytest.mark.parametrize("step", ["document", "pack"])
def test_a_full_disk_ends_the_bundle_and_leaves_no_file(world, drawn, monkeypatch, media, step):
    write = bundle_jobs.write_whole

    def full(path, fill):
        if (path.suffix == ".zip") == (step == "pack"):
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, fill)

    monkeypatch.setattr(bundle_jobs, "write_whole", full)
    bundle = work(order(world))

    assert (bundle.state, bundle.reason) == (BundleState.FAILED, "服务器磁盘空间不足，请联系系统管理员。")
    assert files_below(media) == []


def test_a_cancelled_bundle_stops_and_leaves_nothing(world, drawn, media):
    bundle = order(world)
    draw_documents(bundle.pk, world.assessment.pk)

    cancel_bundle(bundle)
    bundle = work(bundle)

    assert (bundle.state, drawn) == (BundleState.CANCELLED, ["信访局"])
    assert files_below(media) == []


def test_cancelling_while_a_document_is_drawn_throws_it_away(world, monkeypatch, media):
    bundle = order(world)

    def cancelled_meanwhile(*_):
        cancel_bundle(bundle)
        return b"%PDF"

    monkeypatch.setattr(bundle_jobs, "file_of", cancelled_meanwhile)
    bundle = work(bundle)

    assert bundle.state == BundleState.CANCELLED
    assert files_below(media) == []


def test_a_finished_bundle_cannot_be_cancelled_any_more(world, drawn):
    bundle = work(order(world))
    cancel_bundle(bundle)
    assert Bundle.objects.get().state == BundleState.READY
    assert len(members(bundle)) == 4


def test_removing_takes_the_file_along(world, drawn, media, django_capture_on_commit_callbacks):
    bundle = work(order(world))
    with django_capture_on_commit_callbacks(execute=True):
        remove_bundle(bundle)
    assert (Bundle.objects.count(), files_below(media)) == (0, [])


def test_old_bundles_go_when_a_new_one_is_ordered(world, drawn, media, django_capture_on_commit_callbacks):
    old = work(order(world))
    Bundle.objects.filter(pk=old.pk).update(created_at=timezone.now() - KEPT_FOR - timedelta(seconds=1))

    with django_capture_on_commit_callbacks(execute=True):
        new = order(world, world.performance_reviewer)
    new = work(new)

    assert list(Bundle.objects.all()) == [new]
    assert len(files_below(media)) == 1


def test_a_reviewer_who_lost_a_department_gets_neither_it_nor_the_bundle(world, drawn):
    bundle = order(world, world.section_reviewer)
    assert list(bundles_of(world.section_reviewer)) == [bundle]
    SectionMembership.objects.filter(user=world.section_reviewer).delete()

    bundle = work(bundle)

    assert drawn == []
    assert bundle.documents.get().reason == "申请人已无权查看该部门的自评。"
    assert list(bundles_of(world.section_reviewer)) == []


OF_ALL = ((COUNTY_TABLE, Format.XLSX), (COUNTY_TABLE, Format.DOCX))
YEAR_TABLE = f"示例县-{YEAR}年度项目支出绩效自评结果汇总表（草稿）"


def test_what_all_departments_come_to_lies_in_front(world, drawn):
    user = world.administrator
    bundle = work(order_bundle(user, list(assessments_for_review(user)), REPORTS, OF_ALL))

    found = members(bundle)
    assert list(found)[:3] == [
        f"000-{YEAR_TABLE}.xlsx",
        f"000-{YEAR_TABLE}.docx",
        f"001-信访局-{YEAR}年度部门整体支出绩效自评报告（草稿）.pdf",
    ]
    rows = list(csv.reader(io.StringIO(found["清单.csv"].decode("utf-8-sig"))))
    assert [row[:4] for row in rows[1:4]] == [
        ["0", "汇总", "项目支出绩效自评结果汇总表", "Excel"],
        ["0", "汇总", "项目支出绩效自评结果汇总表", "Word"],
        ["1", "信访局", "部门整体支出绩效自评报告", "PDF"],
    ]


def test_documents_of_all_can_be_had_alone_and_are_one_job_more(world, drawn):
    user = world.administrator
    chosen = list(assessments_for_review(user))
    bundle = order_bundle(user, chosen, (), OF_ALL)
    assert OrmQ.objects.count() == 1

    assert sorted(members(work(bundle, times=2))) == sorted(
        ["SHA256SUMS", "清单.csv", f"000-{YEAR_TABLE}.docx", f"000-{YEAR_TABLE}.xlsx"]
    )
    order_bundle(user, chosen, REPORTS, OF_ALL)
    assert OrmQ.objects.count() == 1 + 3


def test_they_are_of_the_departments_that_were_ordered_and_of_no_other(world, monkeypatch):
    seen = []
    monkeypatch.setattr(bundle_jobs, "county_of", lambda round_, found: seen.append((round_, found)) or _NOTHING)
    bundle = work(order_bundle(world.administrator, [world.assessment], (), OF_ALL[:1]))

    assert bundle.state == BundleState.FAILED
    assert seen == [(world.round, [world.assessment])]


_NOTHING = None  # of it no document can be drawn


def test_two_years_make_no_document_of_all(world):
    user, year = world.administrator, YEAR - 1
    today = timezone.localdate()
    open_round(None, year, today - timedelta(days=9), today, SCHEME_2020_10)
    with pytest.raises(Refused, match="请先在列表中选定一个自评任务"):
        order_bundle(user, list(assessments_for_review(user)), REPORTS, OF_ALL)
    assert (Bundle.objects.count(), OrmQ.objects.count()) == (0, 0)


def test_a_killed_worker_s_document_of_all_is_drawn_again(world, monkeypatch, media):
    bundle = order_bundle(world.administrator, [world.assessment], (), OF_ALL)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bundle_jobs, "county_of", killed)
        with pytest.raises(KeyboardInterrupt):
            draw_documents(bundle.pk, None)
    assert [document.attempts for document in bundle.documents.all()] == [1, 0]

    assert len(members(work(bundle))) == 4
    assert len(files_below(media)) == 1


def test_a_cancelled_bundle_draws_no_document_of_all(world, media):
    bundle = order_bundle(world.administrator, [world.assessment], (), OF_ALL)
    cancel_bundle(bundle)
    assert work(bundle).state == BundleState.CANCELLED
    assert [document.attempts for document in bundle.documents.all()] == [0, 0]
    assert files_below(media) == []


def test_a_reviewer_who_lost_one_department_gets_no_document_of_all(world):
    SectionMembership.objects.create(user=world.section_reviewer, section=world.other_section)
    both = list(assessments_for_review(world.section_reviewer))
    bundle = order_bundle(world.section_reviewer, both, (), OF_ALL[:1])
    assert list(bundles_of(world.section_reviewer)) == [bundle]
    SectionMembership.objects.filter(user=world.section_reviewer, section=world.other_section).delete()

    bundle = work(bundle)

    assert (len(both), bundle.documents.get().reason) == (2, "申请人已无权查看其中部门的自评。")
    assert list(bundles_of(world.section_reviewer)) == []


def test_the_same_documents_give_the_same_bytes(world, drawn):
    first = bundle_file(work(order(world))).read_bytes()
    Bundle.objects.all().delete()
    assert bundle_file(work(order(world))).read_bytes() == first
