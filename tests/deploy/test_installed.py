"""SECURITY row 28: installed as documented it works up to the approved PDF, as a plain user on a read-only tree."""

import io
import json
import time
import zipfile
from dataclasses import replace

import pytest
from pypdf import PdfReader

from assessments.demo.people import PASSWORD
from tests.deploy.sandbox import ACCOUNT, Sandbox, why_not
from tests.deploy.units import commands_of_the_manual, environment_file, unit
from tests.deploy.visitor import HOST, Visitor

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "it can")

KEY = "Qm5x0c7RkWz3vUe8Yt1LhN6aSg9DpBf2JiXo4MwKrVqTsZuEyA"
FILLED = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": HOST, "DATABASE_URL": ""}  # SQLite: a server needs nothing else
STATE = "/var/lib/evalsite"
PATIENCE = 180  # seconds for the jobs of the background
CHINESE_FACES = ("Fandol", "Noto-Serif-CJK", "Noto-Sans-CJK")


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture
def machine(tmp_path, compiled):
    return Sandbox(unit("evalsite"), tmp_path, compiled, environment_file(**FILLED))


def person(port, username, scheme="https"):
    return Visitor(port, scheme).sign_in(username, PASSWORD)


def approve(port, pk):
    """The main job as people do it: looked at, handed over, submitted, reviewed twice, approved. Gives who approved."""
    preparer = person(port, "xfj.tb")
    preview = preparer.get(f"/assessments/{pk}/overview/preview/")
    assert (preview.status, preview.page.xpath("//img/@src") != []) == (200, True), preview.text
    preparer.take_step(pk, "hand_over")
    person(port, "xfj.fz").take_step(pk, "submit")
    section = person(port, "xzzf").take_step(pk, "begin_review")
    section.take_step(pk, "pass_section_review", "资料齐全。")
    return person(port, "jixiao").take_step(pk, "approve", "审核通过。")


def embedded_faces(file):
    """The names of the fonts whose outlines the file brings along."""
    fonts = [font.get_object() for page in file.pages for font in page["/Resources"]["/Font"].values()]
    inner = [font.get("/DescendantFonts", [font])[0].get_object() for font in fonts]
    embedded = [font for font in inner if {"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"])]
    return {font["/BaseFont"].partition("+")[2] for font in embedded}


def bundled(visitor):
    """Order the documents of everything on the list, wait for the background, and take the file away."""
    visitor.get("/bundles/order/")
    order = visitor.form("formats")
    order.fields["documents"] = [order.inputs["documents"][0].get("value")]
    visitor.send(order)
    address, end = visitor.path, time.monotonic() + PATIENCE
    while visitor.get(f"{address}download/").status != 200:
        assert time.monotonic() < end, visitor.get(address).text
        time.sleep(0.5)
    return zipfile.ZipFile(io.BytesIO(visitor.content)).namelist()


def test_the_main_job_on_a_read_only_tree(machine):
    """In an office with certificates; then the same site in one without."""
    commands = dict.fromkeys((*commands_of_the_manual(), *machine.unit.before))
    for command in commands:
        if not {"check", "create_account"} & set(command):  # what is checked at the start is tried below
            machine.run(command)
    machine.manage("load_demo", "--stage", "draft", "--departments", "0")

    with machine.site() as port, machine.beside(unit("evalsite-jobs")):
        reviewer = approve(port, 1)
        content = reviewer.get("/assessments/1/report.pdf").content
        names = bundled(reviewer)

    report = PdfReader(io.BytesIO(content))
    assert "信访局" in report.pages[0].extract_text()
    assert [face for face in embedded_faces(report) if face.startswith(CHINESE_FACES)]
    assert [name for name in names if name.endswith(".pdf")]

    machine.manage("export_report", "--department", "信访局", "--year", "2021", "--output", f"{STATE}/report.pdf")
    assert (machine.state / "report.pdf").read_bytes() == content
    assert json.loads(machine.manage("check_report", f"{STATE}/report.pdf", "--format", "json"))["figures"]
    machine.manage("check_archive")

    with machine.told(HTTPS="off", PROXY_COUNT="0").site("--workers", "1") as port:
        assert person(port, "xfj.tb", "http").get("/assessments/1/report.pdf").content == content

    assert list(machine.temporary.iterdir()) == []
    assert list((machine.state / "tmp").iterdir()) == []
    assert {path.owner() for path in machine.state.rglob("*")} == {ACCOUNT}


# Beside what every server states: values of the environment file, None for a line left out.
COMBINATIONS = {
    "the example, filled in": {},
    "PostgreSQL over its socket": {"DATABASE_URL": "postgres:///evalsite?host=/var/run/postgresql&user=evalsite"},
    "no certificates": {"HTTPS": "off"},
    "no certificates, no proxy": {"HTTPS": "off", "PROXY_COUNT": "0"},
    "two proxies": {"PROXY_COUNT": "2"},
    "the folder of the service manager": {"STATE_DIR": None},
    "only what must be": {"STATE_DIR": "", "PROXY_COUNT": "", "HTTPS": "", "DEVELOPMENT": None},
    "everything else": {
        "COUNTY_NAME": "青龙满族自治县",
        "NOTICE_PREFIX": "青财绩",
        "SITE_URL": "https://zp.example.gov.cn",
        "MEDIA_ROOT": f"{STATE}/media",
        "FONT_DIR": "/usr/local/share/fonts",
        "FORM_LAYOUT_DIR": "/opt/evalsite/docs/form-layouts-example",
        "LOG_LEVEL": "WARNING",
    },
}


@pytest.mark.parametrize("options", COMBINATIONS.values(), ids=COMBINATIONS)
def test_every_documented_combination_passes_the_check_of_the_start(machine, options):
    """Without a database: the service manager starts it even before PostgreSQL answers."""
    replace(machine, environment=environment_file(**FILLED | options)).run(machine.unit.before[0])


def test_what_may_not_be_started_says_why(machine):
    with pytest.raises(AssertionError, match="HTTPS 须为 on 或 off，现为“maybe”。"):
        machine.told(HTTPS="maybe").run(machine.unit.before[0])
