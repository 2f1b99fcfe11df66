"""SECURITY rows 12, 13 and 17 through HTTP: fifty hostile texts in every text field, on every page that shows them."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from assessments.checkup import check_up
from assessments.history import take_snapshot
from assessments.import_export import export_text
from assessments.models import Assessment
from assessments.terms import Status
from assessments.workflow import snapshot_content
from budgets.models import Department, FinanceSection, Indicator
from tests.security.conftest import client_of
from tests.security.county import PLACE, County
from tests.security.pages import Fields, Page, body_of, open_round
from tests.security.payloads import PAYLOADS, contained, packs
from tests.security.test_matrix import sections_of

ENCODED = "application/x-www-form-urlencoded"

ROUNDS = 2
# Characters that a field takes, by the end of its name; every other text field takes all fifty at once.
LIMITS = {
    "self_noun": 20,
    "unit": 40,
    "code": 60,
    "contact": 60,
    "phone": 60,
    "group": 60,
    "kind": 60,
    "owner": 100,
    "ministry": 100,
    "activity": 200,
    "label": 200,
    "baseline": 200,
    "units": 200,
    "attachments": 300,
    "evidence": 300,
    "exempt_reason": 500,
    "target": 500,
    "adjusted_target": 500,
    "actual": 500,
}
LONGEST = 2000
LEFT_BLANK = {"projects-exempt_reason", "name"}  # they let a project off; name a file that comes with the form
NAMES = {"projects": 200, "sub": 200, "indicators": 500}  # of "…-name", by its table


ACTIVE = {"iframe", "object", "embed", "base", "math", "video", "source", "audio", "frame", "applet"}
ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset", "cite", "background"}
OWN_SCRIPTS = re.compile(r"/static/js/[a-z_-]+\.js|/static/vendor/[a-z.-]+\.js")


def faults(response: HttpResponse) -> list[str]:
    """Everything on the page that a text could have become."""
    root = Page(response).root
    found = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            found += [f"comment {element.text}"] if re.search(r"x\d+", element.text or "") else []
            continue
        if element.tag in ACTIVE or re.fullmatch(r"x\d+", element.get("id", "")):
            found.append(f"<{element.tag}>")
        if element.tag == "script" and (element.text or not OWN_SCRIPTS.fullmatch(element.get("src", ""))):
            found.append(f"script {element.get('src')} {element.text}")
        if element.tag in {"style", "title"} and element.tag == "style":
            found.append(f"style {element.text}")
        if element.tag == "meta" and element.get("http-equiv"):
            found.append("meta refresh")
        for name, value in element.attrib.items():
            if name.startswith("on") or name == "style" or not re.fullmatch(r"[a-zA-Z][a-zA-Z:-]*", name):
                found.append(f"<{element.tag} {name}>")
            if name in ADDRESSES and not re.match(r"(/(?!/)|#|\?|$)", value):
                found.append(f"<{element.tag} {name}={value}>")
    return found


def get(client: Client, path: str, **query: str) -> HttpResponse:
    response = client.get(path, query)
    assert (path, response.status_code, faults(response)) == (path, 200, [])
    return response


class Typist:
    """Types hostile texts into every text field, each kind of field going through all that fit."""

    def __init__(self) -> None:
        self.packs: dict[str, Iterator[str]] = {}
        self.typed: dict[str, dict[str, str]] = {}  # by address: what stands in its fields now

    def fill(self, address: str, page: Page) -> Fields:
        form = page.form_with("seen_version")
        self.typed[address] = {name: self._text(name) for name in form.fields if _is_text(page, name)}
        return form.fields | {name: [text] for name, text in self.typed[address].items()}

    def _text(self, name: str) -> str:
        kind = re.sub(r"-?\d+", "", name)
        return "" if kind in LEFT_BLANK else next(self.packs.setdefault(kind, packs(_limit(kind))))


def _limit(kind: str) -> int:
    table, _, last = kind.rpartition("-")
    return NAMES[table.rpartition("-")[2]] if last == "name" else LIMITS.get(last, LONGEST)


def _is_text(page: Page, name: str) -> bool:
    control = page.field(name)
    is_line = control.tag == "input" and control.get("type", "text") == "text"
    is_plain = control.get("inputmode") is None and control.get("data-date") is None
    return control.tag == "textarea" or (is_line and is_plain)


@pytest.fixture
def preparer(county: County) -> Client:
    Indicator.objects.update(approved=False)  # so that every text can be typed,
    county.own.assessment.attachments.update(file=None)  # and every name changed
    return client_of(county.world.preparer)


def type_everywhere(county: County, client: Client, typist: Typist) -> None:
    for _, _, address in sections_of(county):
        answer = client.post(address, typist.fill(address, Page(client.get(address))))
        complaint = "" if answer.status_code == 302 else Page(answer).summary()
        assert (address, answer.status_code, complaint) == (address, 302, "")


def as_handed_in(county: County) -> None:
    """As if it lay on the section's desk: such texts would not pass the checks of a submission."""
    assessment = county.world.fresh()
    take_snapshot(assessment, snapshot_content(assessment, check_up(assessment)))
    Assessment.objects.filter(pk=assessment.pk).update(status=Status.SECTION_REVIEW, submitted_at=timezone.now())


def test_what_was_typed_is_only_ever_shown_as_text(county: County, preparer: Client) -> None:
    pk = county.own.assessment.pk
    typist = Typist()
    reviewer = client_of(county.world.section_reviewer)
    for _ in range(ROUNDS):
        Assessment.objects.filter(pk=pk).update(status=Status.RETURNED, submitted_at=None)
        type_everywhere(county, preparer, typist)
        for address, typed in typist.typed.items():
            fields = Page(get(preparer, address)).form_with("seen_version").fields
            assert {name: fields[name] for name in typed} == {name: [text] for name, text in typed.items()}
        for path in ("/", f"/assessments/{pk}/", f"/assessments/{pk}/timeline/", f"/assessments/{pk}/done/"):
            get(preparer, path)
        check = get(preparer, f"/assessments/{pk}/check/")
        report = get(preparer, f"/assessments/{pk}/report/")
        as_handed_in(county)
        review = get(reviewer, f"/review/{pk}/")
        get(reviewer, f"/review/{pk}/comments/", place=PLACE)
        get(reviewer, f"/assessments/{pk}/projects/{county.own.project.pk}/results/")

    # Shown whole: nothing was stripped, cut or resolved on the way.
    for page in (check, report, review):
        assert contained([Page(page).text]) == set(PAYLOADS)
    every_text = {text for typed in typist.typed.values() for text in typed.values() if text}
    assert every_text <= set(strings_of(json.loads(export_text(county.world.fresh()))))


def strings_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from strings_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings_of(item)


ALL = " ".join(PAYLOADS)


def test_what_people_say_to_each_other_is_only_text(county: County, preparer: Client) -> None:
    """Explanation, answer, return comment, remark, target change: on every page that shows them."""
    own, pk = county.own, county.own.assessment.pk
    head, reviewer = client_of(county.world.head), client_of(county.world.section_reviewer)
    office = client_of(county.world.performance_reviewer)
    finding = {"code": own.warning.finding.code, "place": own.warning.stable_place}
    exemption = {"department": county.world.own.pk, "reason": ALL, "until": "2099-12-31"}
    said = [
        preparer.post(f"/assessments/{pk}/explain/", finding | {"text": ALL}),
        preparer.post(f"/assessments/{pk}/comments/{own.sent.pk}/answer/", {"text": ALL}),
        preparer.post(f"/assessments/{pk}/steps/hand_over/", {"comment": ALL}),
        head.post(f"/assessments/{pk}/steps/submit/", {"comment": ALL}),
        reviewer.post(f"/assessments/{pk}/steps/begin_review/", {"comment": ALL}),
        reviewer.post(f"/review/{pk}/comments/?place={PLACE}", {"place": PLACE, "text": ALL}),
        office.post("/exemptions/new/", exemption | {"code": own.warning.finding.code}),
        office.post(f"/exemptions/{own.exemption.pk}/end/", {"reason": ALL}),
    ]
    back = f"/assessments/{pk}/steps/return_for_changes/"
    form = Page(reviewer.get(back)).form_with("comment").fields  # a day to be back, and each remark sent along
    said.append(reviewer.post(back, urlencode(form | {"comment": [ALL]}, doseq=True), content_type=ENCODED))
    assert [answer.status_code for answer in said] == [302] * len(said)
    for client, path in (
        (preparer, f"/assessments/{pk}/"),
        (preparer, f"/assessments/{pk}/check/"),
        (preparer, f"/assessments/{pk}/timeline/"),
        (preparer, f"/assessments/{pk}/projects/{own.unit_project.pk}/results/"),
        (preparer, f"/assessments/{pk}/comments/{own.sent.pk}/answer/"),
        (reviewer, f"/review/{pk}/"),
        (office, "/exemptions/"),
        (office, f"/exemptions/{own.exemption.pk}/end/"),
    ):
        assert (path, contained([Page(get(client, path)).text])) == (path, set(PAYLOADS))


def test_what_a_rectification_notice_and_its_reply_say_is_only_text(county: County) -> None:
    pk = county.own.assessment.pk
    times = dict.fromkeys(("submitted_at", "section_passed_at", "approved_at"), timezone.now())
    Assessment.objects.filter(pk=pk).update(status=Status.APPROVED, **times)
    office, head = client_of(county.world.performance_reviewer), client_of(county.world.head)
    due_on = str(timezone.localdate() + timedelta(days=9))
    item = {"items-0-chosen": "on", "items-0-problem": ALL, "items-0-requirement": ALL}
    issued = {"rows": "1", "due_on": due_on, "opening": ALL} | item
    look = office.post(f"/review/{pk}/notice/", issued | {"_action": "look"})
    assert (look.status_code, faults(look), contained([Page(look).text])) == (200, [], set(PAYLOADS))
    notice = office.post(f"/review/{pk}/notice/", issued | {"_action": "issue"})["Location"]
    today = str(timezone.localdate())
    answer = {"seen_version": "0", "item-1-text": ALL, "item-1-done_on": today, "item-1-evidence": ALL}
    said = [
        head.post(f"{notice}answers/", answer),
        head.post(f"{notice}steps/send_reply/", {"seen_version": "1", "comment": ALL}),
        office.post(f"{notice}steps/return_reply/", {"seen_version": "1", "comment": ALL}),
    ]
    assert [response.status_code for response in said] == [302] * len(said)
    for client, path in (
        (head, notice),
        (head, f"{notice}answers/"),
        (head, f"{notice}steps/send_reply/"),
        (office, notice),
        (office, f"/review/{pk}/"),
    ):
        assert (path, contained([Page(get(client, path)).text])) == (path, set(PAYLOADS))
    for path in ("/", "/notices/"):
        get(office, path)
    get(head, "/")


def test_names_that_the_administration_gives_are_only_text(county: County) -> None:
    world = county.world
    administrator, reviewer = client_of(world.administrator), client_of(world.section_reviewer)
    names, short = packs(100), packs(40)
    for _ in range(6):
        forms = [
            (f"/departments/{world.own.pk}/", {"name": next(names), "code": next(short), "section": world.section.pk}),
            (f"/departments/{world.unit.pk}/", {"name": next(names), "parent": world.own.pk}),
            (f"/departments/sections/{world.section.pk}/", {"name": next(names)}),
        ]
        for path, fields in forms:
            answer = administrator.post(path, fields)
            assert (path, answer.status_code) == (path, 302)
        person = Page(administrator.get(f"/people/{world.preparer.pk}/")).form_with("full_name").fields
        person |= {"full_name": [next(short)], "phone": [PAYLOADS[4]]}
        assert administrator.post(f"/people/{world.preparer.pk}/", person).status_code == 302
        for path in ("/people/", f"/people/{world.preparer.pk}/", "/departments/", f"/departments/{world.own.pk}/"):
            get(administrator, path)
        for path in ("/", "/review/", f"/review/{county.own.assessment.pk}/", "/rounds/"):
            get(administrator, path)
        get(reviewer, "/review/")


def test_a_notice_and_the_names_of_a_scheme_are_only_text(county: County) -> None:
    administrator = client_of(county.world.administrator)
    today = timezone.localdate()
    round_ = {"year": "2032", "opens_on": today, "due_on": today + timedelta(days=9), "notice": ALL}
    preset = Page(administrator.get("/rounds/open/")).form_with("year").fields["preset"]
    assert open_round(administrator, round_ | {"preset": preset}).status_code == 302
    opened = Assessment.objects.get(department=county.world.own, round__fiscal_year__year=2032).round
    address = f"/rounds/{opened.pk}/scheme/"
    scheme = Page(administrator.get(address)).form_with("execution").fields
    long, short = packs(60), packs(20)
    forged = {name: [next(long)] for name in scheme if re.fullmatch(r"groups-\d-name", name) and scheme[name] != [""]}
    forged |= {name: [next(short)] for name in scheme if re.fullmatch(r"grades-\d-name", name) and scheme[name] != [""]}
    assert forged
    assert administrator.post(address, scheme | forged | {"name": [next(packs(100))]}).status_code == 302

    for path in ("/rounds/", address, "/"):
        get(administrator, path)
    preparer = client_of(county.world.preparer)
    assert contained([Page(get(preparer, "/")).text]) == set(PAYLOADS)
    pk = opened.assessments.get(department=county.world.own).pk
    get(preparer, f"/assessments/{pk}/goals/")
    get(preparer, f"/assessments/{pk}/finance/")


@pytest.mark.parametrize(
    ("person", "path", "names"),
    [
        ("administrator", "/review/", ("name", "round", "section", "status", "order", "page", "overdue", "x")),
        ("administrator", "/people/", ("q", "department", "bureau_role", "is_active", "page", "x")),
        ("preparer", "/", ("next", "x")),
    ],
)
def test_what_an_address_says_is_only_text(county: County, person: str, path: str, names: tuple[str, ...]) -> None:
    client = client_of(county.world.people[person])
    for name in names:
        get(client, path, **{name: ALL})
    get(client, path, **dict.fromkeys(names, ALL))
    if path == "/review/":
        assert client.get("/review/export/", dict.fromkeys(names, ALL)).status_code == 200


def test_the_login_page_repeats_only_text() -> None:
    client = Client()
    assert faults(client.get("/login/", {"next": ALL, "expired": ALL})) == []


@pytest.mark.django_db
def test_a_refused_login_repeats_only_text() -> None:
    assert faults(Client().post("/login/", {"username": ALL, "password": "x", "next": ALL})) == []


def test_a_refused_form_repeats_only_text(county: County, preparer: Client) -> None:
    """Too long, or stale: shown again as it was typed, field names of an attacker included."""
    pk, address = county.own.assessment.pk, f"/assessments/{county.own.assessment.pk}/overview/"
    fields = {"department-self_noun": ALL, "dates-completed": ALL, "department-staff_on_post": ALL}
    controls = {"_action": f"add_row:{ALL}", "seen_version": ALL, ALL: ALL, f"units-0-{ALL}": ALL}
    answers = [
        preparer.post(address, fields | {"seen_version": ALL}),
        preparer.post(address, urlencode(fields | controls), content_type=ENCODED),
        preparer.post(address, urlencode({"seen_version": "0", "units-0": "甲", ALL: ALL}), content_type=ENCODED),
        preparer.post(f"/assessments/{pk}/explain/", {"code": ALL, "place": ALL, "text": ""}),
        preparer.post(f"/assessments/{pk}/attachments/add/", {"name": ALL}),
        preparer.post(f"/assessments/{pk}/comments/{county.own.sent.pk}/answer/", {"text": "", "next": ALL}),
        preparer.post(f"/assessments/{pk}/steps/hand_back/", {"comment": ALL}),
    ]
    assert [answer.status_code for answer in answers] == [409, 200, 409, 422, 422, 422, 422]
    assert [faults(answer) for answer in answers] == [[]] * len(answers)


def test_an_answer_leads_to_an_own_page_only(county: County, preparer: Client) -> None:
    own = county.own
    address = f"/assessments/{own.assessment.pk}/comments/{own.sent.pk}/answer/"
    for forged in (
        "//x.test/",
        "https://x.test/",
        "javascript:x()",
        "/\\x.test",
        "\\\\x.test",
        "http:x.test",
        " //x.test",
    ):
        answer = preparer.post(address, {"text": "好", "next": forged})
        assert (forged, answer.url) == (forged, f"/assessments/{own.assessment.pk}/#remark-{own.sent.pk}")


def test_a_report_written_elsewhere_is_only_text(county: County, preparer: Client) -> None:
    """Pasted, uploaded under hostile names, refused, and kept: in the text, in the list, in the table of figures."""
    report = f"{ALL}\n2025年收入预算285.87万元，其中：{ALL}收入1万元，{ALL}有37个。\n"
    plain = "2025年收入预算285.87万元，平稳有序运行。".encode()
    refused = preparer.post("/report-checks/", {"text": report, "file": SimpleUploadedFile(f"{ALL}.txt", b"x")})
    pasted = preparer.post("/report-checks/", {"text": report})
    named = [preparer.post("/report-checks/", {"file": SimpleUploadedFile(f"{text}.txt", plain)}) for text in PAYLOADS]
    assert {answer.status_code for answer in named} <= {200, 422}  # a "/" in a name may leave nothing of it
    assert [faults(answer) for answer in (refused, pasted, *named)] == [[]] * (2 + len(named))
    assert contained([Page(refused).text]) == set(PAYLOADS)

    for answer in (pasted, *(answer for answer in named[:15] if answer.status_code == 200)):
        get(preparer, preparer.post("/report-checks/keep/", Page(answer).form_with("sealed").fields).url)
    get(preparer, "/report-checks/")


FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "=cmd|'/C'!A0",
)


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_the_exported_list_is_a_formula(county: County, formula: str) -> None:
    Department.objects.filter(pk=county.world.own.pk).update(name=formula)
    FinanceSection.objects.filter(pk=county.world.section.pk).update(name=formula)
    Assessment.objects.filter(pk=county.own.assessment.pk).update(grade=formula)

    exported = body_of(client_of(county.world.administrator).get("/review/export/")).decode()

    rows = list(csv.reader(exported.removeprefix("\ufeff").splitlines(keepends=True)))
    assert sum(cell == f"'{formula}" for row in rows for cell in row) == 3
    assert [cell for row in rows for cell in row if cell.lstrip()[:1] in set("=+-@＝＋－＠")] == []


def test_hostile_names_come_out_of_the_exported_list_whole(county: County) -> None:
    reviewer = client_of(county.world.administrator)
    for name in packs(100):
        Department.objects.filter(pk=county.world.own.pk).update(name=name)
        rows = list(csv.reader(body_of(reviewer.get("/review/export/")).decode().splitlines(keepends=True)))
        assert {name, f"'{name}"} & {cell for row in rows for cell in row}
        assert {len(row) for row in rows} == {len(rows[0])}
        if PAYLOADS[-1] in name:
            break


def test_a_file_name_stays_inside_its_header(county: County, preparer: Client) -> None:
    own = county.own
    paper = own.paper
    names = ['a"; filename="x.exe', "a\r\nX-Injected: 1", "../../etc/passwd", "佐证；材料", "x" * 300]
    if connection.vendor == "sqlite":  # PostgreSQL itself refuses such a row
        names.append("a\x00b")
    for name in names:
        type(paper).objects.filter(pk=paper.pk).update(name=name, file=paper.file.name)
        answer = preparer.get(f"/assessments/{own.assessment.pk}/attachments/{paper.pk}/")
        body_of(answer)
        header = answer.headers["Content-Disposition"]
        assert (name, answer.status_code, "X-Injected" in answer.headers) == (name, 200, False)
        assert header.startswith("attachment; filename")
        assert not re.search(r"[\r\n\0]", header)
