"""Input that no page of ours sends: clear Chinese words at its place, nothing half-written, nothing lost."""

import json
import time
from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from assessments.facts_loader import facts_of
from assessments.models import FieldComment
from assessments.terms import Status
from budgets.models import Department
from evalsite.accounts.models import User
from tests.security.conftest import client_of
from tests.security.county import PLACE, County
from tests.security.pages import Fields, Page, open_round
from tests.security.rows import all_rows, changes_since
from tests.security.test_matrix import sections_of
from tests.small_pdf import small_pdf

ENCODED = "application/x-www-form-urlencoded"
TEN_MEGABYTES = 10 * 1024 * 1024
SECONDS = 5  # of computing for an answer to ten megabytes: what else keeps the machine busy does not count


@pytest.fixture
def preparer(county: County) -> Client:
    return client_of(county.world.preparer)


def page_of(county: County, section: str) -> str:
    if section in {"funding", "results"}:
        return f"/assessments/{county.own.assessment.pk}/projects/{county.own.project.pk}/{section}/"
    return f"/assessments/{county.own.assessment.pk}/{section}/"


def form_of(client: Client, address: str) -> Fields:
    return Page(client.get(address)).form_with("seen_version").fields


def typed(fields: Fields) -> Fields:
    """What a person typed, without what the page adds by itself."""
    return {name: value for name, value in fields.items() if name not in {"seen_version", "csrfmiddlewaretoken"}}


NOT_A_NUMBER = "不是数字，请填写 1234.56 这样的数字。"
MONEY, RATE, COUNT, DAY = (
    ("finance", "expenditure-basic"),
    ("results", "score"),
    ("overview", "department-staff_on_post"),
    ("overview", "dates-completed"),
)
BAD: list[tuple[tuple[str, str], str, str]] = [
    *(
        (field, text, NOT_A_NUMBER)
        for field in (MONEY, RATE, COUNT)
        for text in (
            *("12..3", "1,23", "1e5", "0x10", "NaN", "Infinity", "--1", "1 2", "十二", "=1+1", "1/2", "½", "²"),
            *("１２．．３", "１，２３", "１ｅ５", "ＮａＮ", "－－１"),  # full-width
            *("١٢٣", "१२३", "৩.৪", "൧", "𝟏𝟐"),  # digits of other scripts: no guess
            "9" * 40,
        )
    ),
    *((field, text, "不能为负数。") for field in (MONEY, RATE, COUNT) for text in ("-1", "－1", "−1")),
    *((MONEY, text, "金额过大，请核对单位。") for text in ("100000000", "999999999999999999999")),
    (MONEY, "1.2345678", "最多保留 6 位小数"),
    (RATE, "1000000", "数字过大，请核对。"),
    (RATE, "1.123456789", "最多保留 8 位小数。"),
    (COUNT, "2147483648", "数字过大，请核对。"),
    (COUNT, "1.5", "最多保留 0 位小数。"),
    *(
        (DAY, text, "请按“2023-11-20”的格式填写日期。")
        for text in (
            "昨天",
            "2023-11",
            "11/20/2023",
            "2023-1-1-1",
            "23-01-01",
            "2023-11-20T00:00",
            "٢٠٢٣-١١-٢٠",
            "-1",
        )
    ),
    *(
        (DAY, text, "这一天，请核对。")
        for text in ("2023-02-30", "2023-13-01", "2023-00-10", "0000-01-01", "２０２３－０２－３０", "17004384")
    ),
    *(
        ((section, name), f"甲{sign}乙", "含有无法显示的控制字符，请删除后重新填写。")
        for section, name in (("narrative", "narrative-problems"), ("overview", "department-self_noun"))
        for sign in ("\0", "\x01", "\x07", "\x08", "\x1b", "\x7f", "\x85\x9f")
    ),
    (("overview", "department-self_noun"), "字" * 21, "最多 20 个字，现有 21 个字。"),
    (("narrative", "narrative-problems"), "字" * 20_001, "最多 20000 个字，现有 20001 个字。"),
    (("results", "grade"), "特优", "请从列表中选择。"),
    (("results", "indicators-0-comparator"), "等于", "请从列表中选择。"),
    (("funding", "funding-0-fund"), "general", "请从列表中选择。"),
    (("projects", "projects-0-unit"), "教育局", "请从列表中选择。"),
]


def test_a_bad_value_is_named_at_its_field_and_everything_typed_stays(county: County, preparer: Client) -> None:
    """Every case alone, as a script saves it; then every field once more as a page."""
    before = all_rows()
    forms = {section: form_of(preparer, page_of(county, section)) for section in {case[0][0] for case in BAD}}
    for (section, name), text, message in BAD:
        sent = urlencode(forms[section] | {name: [text]}, doseq=True)
        answer = preparer.post(page_of(county, section), sent, content_type=ENCODED, headers={"X-Autosave": "1"})
        case = (name, text[:40])
        assert (case, answer.status_code) == (case, 200)
        saved = json.loads(answer.content)
        forms[section]["seen_version"] = [str(saved["version"])]
        assert (case, [message in error["message"] for error in saved["unread"]]) == (case, [True])
        assert saved["unread"][0]["id"].endswith(name)
    assert "unread" in {change.rpartition(".")[2] for change in changes_since(before)}


LONG = "字" * 30


@pytest.mark.parametrize(
    ("section", "wrong"),
    [
        ("finance", {"expenditure-basic": "-1", "revenue-lines-0-amount": "一百", "expenditure-executed": "1e9"}),
        (
            "overview",
            {"dates-completed": "2023-02-30", "department-staff_on_post": "-3", "department-self_noun": LONG},
        ),
        ("results", {"indicators-0-score": "优", "indicators-1-weight": "1,2", "score": "９９．．９"}),
    ],
)
def test_a_page_with_errors_shows_them_on_top_and_beside_the_field(
    county: County, preparer: Client, section: str, wrong: dict[str, str]
) -> None:
    address = page_of(county, section)
    fields = form_of(preparer, address) | {name: [text] for name, text in wrong.items()}
    before = all_rows()

    answer = preparer.post(address, fields)

    page = Page(preparer.get(address))
    assert (answer.status_code, "+assessments.LogEntry" in changes_since(before)) == (302, True)
    for name in wrong:
        _, is_error, message = page.error_at(name).rpartition("错误：")
        assert (name, bool(is_error), message in page.summary()) == (name, True, True)
    assert typed(page.form_with("seen_version").fields) == typed(fields)


@pytest.mark.parametrize(
    ("section", "name", "message"),
    [
        ("narrative", "narrative-problems", "最多 20000 个字"),
        ("overview", "department-self_noun", "最多 20 个字"),
        ("finance", "expenditure-basic", NOT_A_NUMBER),
        ("overview", "dates-completed", "请按“2023-11-20”的格式填写日期。"),
        ("results", "indicators-0-evidence", "最多 20000 个字"),
    ],
)
def test_ten_megabytes_in_one_field_get_a_clear_answer_soon(
    county: County, preparer: Client, section: str, name: str, message: str
) -> None:
    address = page_of(county, section)
    fields = form_of(preparer, address)
    text = "1" * TEN_MEGABYTES
    before = all_rows()
    began = time.process_time()

    answer = preparer.post(address, fields | {name: [text]})

    assert time.process_time() - began < SECONDS
    assert (answer.status_code, changes_since(before)) == (422, set())
    body = answer.content.decode()
    assert message in body
    assert text in body


def test_more_rows_than_a_table_takes_are_refused(county: County, preparer: Client) -> None:
    address = page_of(county, "rectification")
    fields = form_of(preparer, address) | {f"rectifications-{row}-problem": ["问题"] for row in range(501)}
    before = all_rows()

    answer = preparer.post(address, fields)

    assert (answer.status_code, changes_since(before)) == (422, set())
    assert "最多 500 行，现有 501 行。" in Page(answer).summary()


def test_very_many_rows_inside_rows_are_refused_whole_and_soon(county: County, preparer: Client) -> None:
    address = page_of(county, "goals")
    fields = form_of(preparer, address)
    fields |= {f"goals-sub-{goal}-indicators-{row}-name": ["指标"] for goal in range(200) for row in range(50)}
    before = all_rows()
    began = time.process_time()

    for path in (address, f"{address}compute/"):
        answer = preparer.post(path, urlencode(fields, doseq=True), content_type=ENCODED)
        assert (path, answer.status_code, changes_since(before)) == (path, 400, set())
        assert "内容过大" in answer.content.decode()
    assert time.process_time() - began < SECONDS


def test_as_many_rows_as_a_section_takes_are_answered_soon(county: County, preparer: Client) -> None:
    address = page_of(county, "goals")
    fields = form_of(preparer, address)
    fields |= {f"goals-sub-{goal}-indicators-{row}-score": ["优"] for goal in range(10, 60) for row in range(10)}
    began = time.process_time()

    answer = preparer.post(address, urlencode(fields, doseq=True), content_type=ENCODED, headers={"X-Autosave": "1"})

    assert (answer.status_code, len(answer.json()["unread"])) == (200, 500)
    assert time.process_time() - began < 2 * SECONDS


def test_more_fields_than_a_form_can_have_are_refused_whole(county: County, preparer: Client, settings) -> None:
    fields = {f"units-{number}": "甲" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    before = all_rows()

    answer = preparer.post(page_of(county, "overview"), urlencode(fields), content_type=ENCODED)

    assert (answer.status_code, changes_since(before)) == (400, set())
    assert "内容过大" in answer.content.decode()


@pytest.mark.parametrize("number", ["1000000000", "-1", "", "abc", "9" * 5000, "1e9", "0x7"])
def test_counts_of_rows_are_not_believed(county: County, number: str) -> None:
    """A management form that lies, or lacks: the roles of a person and the tables of a scheme."""
    administrator = client_of(county.world.administrator)
    person = f"/people/{county.world.preparer.pk}/"
    pages = [
        (person, Page(administrator.get(person)).form_with("full_name").fields),
        ("/people/new/", {"username": ["xin"], "full_name": ["新人"]}),
    ]
    for address, fields in pages:
        before = all_rows()
        counts = {f"places-{name}_FORMS": [number] for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
        began = time.process_time()
        answer = administrator.post(address, fields | counts)
        assert time.process_time() - began < SECONDS
        assert answer.status_code == 422, (address, answer.status_code, changes_since(before))
        assert changes_since(before) == set()
        assert_chinese(answer)


def test_a_form_without_its_counts_says_so(county: County) -> None:
    administrator = client_of(county.world.administrator)
    person = f"/people/{county.world.preparer.pk}/"
    before = all_rows()

    answer = administrator.post(person, {"full_name": "填报人甲", "is_active": "on"})

    assert (answer.status_code, changes_since(before)) == (422, set())
    assert_chinese(answer)


@pytest.mark.parametrize("number", ["1000000000", "-1", "", "abc", None])
def test_a_scheme_whose_counts_are_broken_is_not_saved(county: County, number: str | None) -> None:
    administrator = client_of(county.world.administrator)
    address = new_scheme(administrator, county)
    fields = Page(administrator.get(address)).form_with("execution").fields
    for table in ("groups", "grades", "caps", "execution_bands"):
        for name in ("TOTAL", "INITIAL"):
            fields.pop(f"{table}-{name}_FORMS")
            fields |= {f"{table}-{name}_FORMS": [number]} if number is not None else {}
    before = all_rows()

    answer = administrator.post(address, fields)

    assert (answer.status_code, changes_since(before)) == (422, set())
    assert_chinese(answer)


def new_scheme(administrator: Client, county: County) -> str:
    """Of a round in which nobody has submitted: its page has a form."""
    today = timezone.localdate()
    fields = Page(administrator.get("/rounds/open/")).form_with("year").fields
    fields |= {"year": ["2033"], "opens_on": [str(today)], "due_on": [str(today + timedelta(days=9))]}
    assert open_round(administrator, fields).status_code == 302
    return f"/rounds/{county.world.own.assessments.get(round__fiscal_year__year=2033).round_id}/scheme/"


def assert_chinese(answer: HttpResponse) -> None:
    """The page says in Chinese what is wrong, without words of the program."""
    page = Page(answer)
    words = page.summary()
    assert words
    assert not [word for word in ("ManagementForm", "management", "TOTAL_FORMS", "None", "Error") if word in words]


def test_text_in_another_encoding_is_refused_not_guessed(county: County, preparer: Client) -> None:
    address = page_of(county, "narrative")
    version = form_of(preparer, address)["seen_version"][0]
    problems = facts_of(county.own.assessment).narrative.problems
    for spoilt in (quote("绩效自评", encoding="gbk"), "%FF%FE", "%C3%28", "%ED%A0%80"):
        body = f"seen_version={version}&narrative-problems={spoilt}"
        answer = preparer.post(address, body, content_type=ENCODED)
        shown = Page(preparer.get(address))
        version = shown.form_with("seen_version").fields["seen_version"][0]
        assert (spoilt, answer.status_code, bool(shown.error_at("narrative-problems"))) == (spoilt, 302, True)
    assert facts_of(county.own.assessment).narrative.problems == problems
    before = all_rows()
    answer = preparer.post(address, "narrative-problems=a", content_type=f"{ENCODED}; charset=gbk")
    assert (answer.status_code, changes_since(before)) == (400, set())


BROKEN_BODIES = [
    (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
    (b"narrative-problems=a", "multipart/form-data"),
    (b"", "multipart/form-data; boundary=" + "x" * 300),
    (b'{"narrative-problems": 1}', "application/json"),
    (b"\xff\xfe\x00", "text/plain"),
    (b"a" * 1000, "multipart/form-data; boundary=\xff"),
]


@pytest.mark.parametrize(("body", "kind"), BROKEN_BODIES, ids=range(len(BROKEN_BODIES)))
def test_a_broken_body_is_refused_and_empties_nothing(county: County, preparer: Client, body: bytes, kind: str) -> None:
    before = all_rows()
    for _, _, address in sections_of(county):
        answer = preparer.generic("POST", address, body, content_type=kind)
        assert (address, answer.status_code in {400, 409, 422}, changes_since(before)) == (address, True, set())


@pytest.mark.parametrize(
    "query", ["name=%FF", "name=%00", "round=abc", "round=99999999999999999999", "page=1e9", "order=%00"]
)
def test_a_broken_query_shows_the_list_all_the_same(county: County, query: str) -> None:
    administrator = client_of(county.world.administrator)
    for path in ("/review/", "/review/export/", "/people/", "/review/copies/", "/exemptions/", "/exemptions/new/"):
        assert administrator.get(f"{path}?{query}&q=%00%FF&department=x&is_active=%00").status_code == 200


@pytest.mark.parametrize("path", ["/assessments/%FF/", "/assessments/1/%00/", "/review/%E4%B8/", "/assessments/１/"])
def test_a_broken_address_is_not_there(county: County, preparer: Client, path: str) -> None:
    assert preparer.get(path).status_code == 404


def test_what_people_say_takes_no_control_characters(county: County, preparer: Client) -> None:
    own, pk = county.own, county.own.assessment.pk
    finding = {"code": own.warning.finding.code, "place": own.warning.stable_place}
    office = client_of(county.world.performance_reviewer)
    exemption = {"department": county.world.own.pk, "code": "K01", "until": "2099-12-31"}
    before = all_rows()
    for text in ("甲\x07乙", "甲\0乙", "字" * 2001, "  ", "\u200b"):
        answers = [
            preparer.post(f"/assessments/{pk}/explain/", finding | {"text": text}),
            preparer.post(f"/assessments/{pk}/comments/{own.sent.pk}/answer/", {"text": text}),
            preparer.post(
                f"/assessments/{pk}/indicators/{own.indicator.pk}/target/", {"new_value": "1", "reason": text}
            ),
            office.post("/exemptions/new/", exemption | {"reason": text}),
            office.post(f"/exemptions/{own.exemption.pk}/end/", {"reason": text}),
        ]
        assert (text, [answer.status_code for answer in answers]) == (text, [422] * 5)
    assert changes_since(before) == set()


def test_a_new_row_sent_twice_is_one_row(county: County, preparer: Client) -> None:
    address = page_of(county, "projects")
    fields = form_of(preparer, address) | {"projects-9-name": ["新项目"], "projects-9-row": [""]}
    codes = [preparer.post(address, fields).status_code for _ in range(2)]

    assert codes == [302, 302]
    assert county.world.own.projects.filter(name="新项目").count() == 1


def test_a_remark_sent_twice_is_one_remark(county: County) -> None:
    county.bring_to(Status.SECTION_REVIEW)
    reviewer = client_of(county.world.section_reviewer)
    address = f"/review/{county.own.assessment.pk}/comments/?place={PLACE}"
    codes = [reviewer.post(address, {"place": PLACE, "text": "请附材料"}).status_code for _ in range(2)]

    assert codes == [302, 302]
    assert FieldComment.objects.filter(text="请附材料").count() == 1


def test_a_changed_target_sent_twice_is_one_change(county: County, preparer: Client) -> None:
    own = county.own
    address = f"/assessments/{own.assessment.pk}/indicators/{own.indicator.pk}/target/"
    for _ in range(2):
        preparer.post(address, {"new_value": "38", "reason": "再调", "document": "2号"})

    assert own.indicator.changes.count() == 2  # the one that was there, and this one


def test_the_same_paper_sent_twice_is_one_paper(county: County, preparer: Client) -> None:
    address = f"/assessments/{county.own.assessment.pk}/attachments/add/"
    for _ in range(2):
        preparer.post(address, {"name": "新附件", "file": SimpleUploadedFile("a.pdf", small_pdf())})

    assert county.own.assessment.attachments.filter(name="新附件").count() == 1


def test_an_account_a_department_and_a_round_sent_twice_are_one(county: County) -> None:
    administrator = client_of(county.world.administrator)
    person = Page(administrator.get("/people/new/")).form_with("full_name").fields
    person |= {"username": ["xinren"], "full_name": ["新人"]}
    assert [administrator.post("/people/new/", person).status_code for _ in range(2)] == [200, 422]
    department = {"name": "新部门", "code": "", "self_noun": "", "parent": "", "section": ""}
    assert [administrator.post("/departments/new/", department).status_code for _ in range(2)] == [302, 422]
    assert User.objects.filter(username="xinren").count() == Department.objects.filter(name="新部门").count() == 1
    new_scheme(administrator, county)
    today = str(timezone.localdate())
    preset = Page(administrator.get("/rounds/open/")).form_with("year").fields["preset"]
    again = {"year": "2033", "opens_on": today, "due_on": today, "preset": preset}
    assert administrator.post("/rounds/open/", again).status_code == 422


def test_a_stale_save_shows_both_texts_and_loses_neither(county: County, preparer: Client) -> None:
    address = page_of(county, "narrative")
    mine = form_of(preparer, address) | {"narrative-problems": ["我写的<b>问题</b>"]}
    head = client_of(county.world.head)
    assert head.post(address, mine | {"narrative-problems": ["他写的问题"]}).status_code == 302
    before = all_rows()

    answer = preparer.post(address, mine)

    page = Page(answer)
    assert (answer.status_code, changes_since(before)) == (409, set())
    assert "负责人甲" in page.text
    assert "我写的<b>问题</b>" in page.text
    assert "他写的问题" in page.text
    kept = page.form_with("seen_version").fields
    assert typed(kept) == typed(mine)
    edited = Page(preparer.post(address, kept | {"_action": ["edit"]}))
    assert edited.value("narrative-problems") == "我写的<b>问题</b>"
    assert changes_since(before) == set()
    assert preparer.post(address, edited.form_with("seen_version").fields).status_code == 302
    county.own.assessment.refresh_from_db()
    assert county.own.assessment.problems == "我写的<b>问题</b>"


def test_a_stale_save_by_a_script_tells_the_differences(county: County, preparer: Client) -> None:
    address = page_of(county, "narrative")
    mine = form_of(preparer, address) | {"narrative-problems": ["我写的"]}
    client_of(county.world.head).post(address, mine | {"narrative-problems": ["他写的"]})

    answer = preparer.post(address, mine, headers={"X-Autosave": "1"})

    assert (answer.status_code, answer.json()["saved_by"]) == (409, "负责人甲")
    assert answer.json()["differences"] == [{"label": "存在的问题", "yours": "我写的", "saved": "他写的"}]


@pytest.mark.parametrize("seen", [None, "", "abc", "-1", "0", str(10**20), "1.0"])
def test_a_save_without_the_version_that_was_seen_asks_first(
    county: County, preparer: Client, seen: str | None
) -> None:
    address = page_of(county, "narrative")
    fields = form_of(preparer, address) | {"narrative-problems": ["没有版本"]}
    fields = {name: value for name, value in fields.items() if name != "seen_version"}
    before = all_rows()

    answer = preparer.post(address, fields | ({} if seen is None else {"seen_version": [seen]}))

    assert (answer.status_code, changes_since(before)) == (409, set())
    assert "没有版本" in Page(answer).text
