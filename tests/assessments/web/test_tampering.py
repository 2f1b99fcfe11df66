"""SECURITY row 30: whatever is changed or taken away behind the application's back, both that are asked find it.

Asked are 报告查验, with the number, the file and the hash that a holder has, and `check_archive`. Every tampering is
raw SQL of somebody who can take the triggers away.
"""

import hashlib
import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from assessments.append_only import install_triggers, remove_triggers
from assessments.drafting import add_attachment, remove_attachment
from assessments.history import hash_of
from assessments.integrity import read_whole
from assessments.models import Assessment, Attachment, LogEntry, StoredReport
from assessments.reports.document.filing_number import code_of
from assessments.terms import Action
from tests.factories import APPROVING, YEAR, World
from tests.security.conftest import undone

pytestmark = pytest.mark.django_db

FORGED = b"%PDF-1.7 forged"
FORGED_SHA256 = hashlib.sha256(FORGED).hexdigest()
STORED, SNAPSHOT, LOG, PAPER, ROW = (
    "assessments_storedreport",
    "assessments_snapshot",
    "assessments_logentry",
    "assessments_attachment",
    "assessments_assessment",
)
DONE = "status = 'published'"

# Name: statements, each with its values.
TAMPERINGS: dict[str, list[tuple[str, list[Any]]]] = {
    "PDF and its hash together": [(f"UPDATE {STORED} SET pdf = %s, sha256 = %s", [FORGED, FORGED_SHA256])],
    "PDF": [(f"UPDATE {STORED} SET pdf = %s", [FORGED])],
    "hash of the PDF": [(f"UPDATE {STORED} SET sha256 = %s", [FORGED_SHA256])],
    "stored report deleted": [(f"DELETE FROM {STORED}", [])],
    "snapshot": [(f"UPDATE {SNAPSHOT} SET content = '{{}}'", [])],
    "snapshot and its hash": [(f"UPDATE {SNAPSHOT} SET content = '{{}}', sha256 = %s", [FORGED_SHA256])],
    "snapshot deleted": [(f"DELETE FROM {SNAPSHOT}", [])],
    "snapshot deleted with what points at it": [
        (f"DELETE FROM {STORED}", []),
        (f"UPDATE {LOG} SET snapshot_id = NULL", []),
        (f"DELETE FROM {SNAPSHOT}", []),
    ],
    "approval deleted": [(f"DELETE FROM {LOG} WHERE action = 'approve'", [])],
    "hash taken out of the approval": [(f"UPDATE {LOG} SET detail = '{{}}' WHERE action = 'approve'", [])],
    "detail of another kind": [(f"UPDATE {LOG} SET detail = '[]' WHERE action = 'submit'", [])],
    "entry in the middle deleted": [(f"DELETE FROM {LOG} WHERE action = 'begin_review'", [])],
    "publication deleted": [(f"DELETE FROM {LOG} WHERE action = 'publish'", [])],
    "comment": [(f"UPDATE {LOG} SET comment = 'x' WHERE action = 'approve'", [])],
    "actor": [(f"UPDATE {LOG} SET actor_id = NULL WHERE action = 'submit'", [])],
    "time": [(f"UPDATE {LOG} SET at = '2020-01-01 00:00:00+00:00' WHERE action = 'submit'", [])],
    "status": [(f"UPDATE {ROW} SET status = 'approved', published_at = NULL WHERE {DONE}", [])],
    "day of the first submission": [(f"UPDATE {ROW} SET first_submitted_on = '2020-01-01' WHERE {DONE}", [])],
    "the last day that held then": [(f"UPDATE {ROW} SET first_due_on = '2030-01-01' WHERE {DONE}", [])],
    "attachment deleted": [(f"DELETE FROM {PAPER}", [])],
    "name of the attachment": [(f"UPDATE {PAPER} SET name = '另一份'", [])],
    "hash of the attachment": [(f"UPDATE {PAPER} SET sha256 = %s", [FORGED_SHA256])],
    "hash of the attachment taken out": [(f"UPDATE {PAPER} SET sha256 = ''", [])],
    "size of the attachment": [(f"UPDATE {PAPER} SET size = 1", [])],
}


@pytest.fixture
def filed(world: World, settings: Any, tmp_path: Path) -> StoredReport:
    settings.MEDIA_ROOT = tmp_path
    world.fill()
    paper = SimpleUploadedFile("paper.pdf", _PDF)
    add_attachment(world.preparer, world.assessment.pk, "满意度调查", paper, "paper.pdf")
    world.bring_to(*APPROVING, Action.PUBLISH)
    return StoredReport.objects.select_related("snapshot").get()


def _a_pdf() -> bytes:
    """A real file, for uploads are read."""
    file, target = pikepdf.new(), io.BytesIO()
    file.add_blank_page()
    file.save(target)
    return target.getvalue()


_PDF = _a_pdf()


class Holder:
    """Somebody with the approved report in hand."""

    def __init__(self, stored: StoredReport) -> None:
        self.number = f"{YEAR}-{stored.assessment_id:04d}-{stored.snapshot.number}"
        self.code, self.pdf, self.sha256 = code_of(stored.snapshot.sha256), bytes(stored.pdf), stored.sha256

    def asks(self) -> dict[str, str]:
        client = Client()
        sent = {"file": SimpleUploadedFile("report.pdf", self.pdf)}
        answers = {
            "number": client.get("/verify/", {"number": self.number, "code": self.code}),
            "hash": client.get("/verify/", {"sha256": self.sha256}),
            "file": client.post("/verify/", sent),
        }
        return {way: verdict(answer.content.decode()) for way, answer in answers.items()}


def verdict(html: str) -> str:
    for word in ("一致", "存疑", "已失效"):
        if f"查验结果：{word}" in html:
            return word
    return "没有找到" if "没有找到" in html else html


def tamper(statements: list[tuple[str, list[Any]]]) -> None:
    remove_triggers(connection)
    with connection.cursor() as cursor:
        for statement, values in statements:
            cursor.execute(statement, values)
            assert cursor.rowcount > 0, statement
    install_triggers(connection)


def test_what_is_as_it_was_filed_is_vouched_for(filed: StoredReport, capsys: Any) -> None:
    assert Holder(filed).asks() == dict.fromkeys(("number", "hash", "file"), "一致")
    call_command("check_archive")
    assert "全部一致" in capsys.readouterr().out


def archive() -> set[str]:
    """Nothing where the command finds a fault, else that it does not."""
    try:
        call_command("check_archive")
    except CommandError:
        return set()
    return {"check_archive finds nothing"}


def test_every_tampering_is_found_by_both(filed: StoredReport) -> None:
    """One approval for all of them: each is undone before the next."""
    holder, found = Holder(filed), {}
    for name, statements in TAMPERINGS.items():
        with undone():
            tamper(statements)
            found[name] = set(holder.asks().values()) | archive()
            if "PDF and its hash" in name:
                assert verdict(Client().get("/verify/", {"sha256": FORGED_SHA256}).content.decode()) == "存疑"
                forged = Client().post("/verify/", {"file": SimpleUploadedFile("a.pdf", FORGED)})
                assert verdict(forged.content.decode()) == "存疑"
    assert {name: verdicts for name, verdicts in found.items() if verdicts - {"存疑", "没有找到"}} == {}
    # Where its place in the chain is left, a holder learns that something is wrong and not that nothing was found.
    unknown = {name for name, verdicts in found.items() if "没有找到" in verdicts}
    assert unknown <= {"hash of the PDF", "hash taken out of the approval", "snapshot and its hash", "snapshot deleted"}


@pytest.mark.parametrize("way", ["deleted", "cut short", "another of the same size"])
def test_a_file_of_an_attachment(filed: StoredReport, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The public page reads so many bytes for anybody who asks, and says of how many files it asked the size alone."""
    place = Path(Assessment.objects.get(pk=filed.assessment_id).attachments.get().file.path)
    content = place.read_bytes()
    if way == "deleted":
        place.unlink()
    else:
        place.write_bytes(content[:-1] if way == "cut short" else content[:-1] + b"x")
    with pytest.raises(CommandError, match="满意度调查"):
        call_command("check_archive")
    assert set(Holder(filed).asks().values()) == {"存疑"}
    monkeypatch.setattr("assessments.web.public.verification_page.MOST_READ", len(content) - 1)
    assert set(Holder(filed).asks().values()) == {"一致" if way == "another of the same size" else "存疑"}


@pytest.mark.parametrize(
    ("most", "said"),
    [(0, "和 1 个附件的文件（其中 1 个文件较大，只核对大小）"), (len(_PDF), "和 1 个附件的文件")],
)
def test_the_page_says_what_it_looked_at(
    filed: StoredReport, most: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.web.public.verification_page.MOST_READ", most)
    html = Client().get("/verify/", {"sha256": filed.sha256}).content.decode()
    assert f"<dt>核对范围</dt><dd>办理过程、报送数据、存档报告{said}</dd>" in html


def test_as_many_files_are_read_as_the_bound_allows() -> None:
    """The smallest first; a row from before sizes were kept is not read where there is a bound."""
    papers = [Attachment(pk=pk, file=f"{pk}.pdf", size=size) for pk, size in enumerate((7, 3, None, 5), start=1)]
    papers.append(Attachment(pk=9, name="只有名称"))
    read = {most: [paper.size for paper in read_whole(papers, most)] for most in (0, 3, 7, 8, 15, None)}
    assert read == {0: [], 3: [3], 7: [3], 8: [3, 5], 15: [3, 5, 7], None: [7, 3, None, 5]}


def test_what_was_approved_before_files_were_sealed_is_told_apart(filed: StoredReport, capsys: Any) -> None:
    """Its entry has no hash, and its submission lists no attachments: the chain of that time, rebuilt whole."""
    with undone():
        remove_triggers(connection)
        snapshot = filed.snapshot
        previous = ""
        for entry in LogEntry.objects.filter(assessment=filed.assessment_id).order_by("number"):
            entry.detail = {name: value for name, value in entry.detail.items() if name in {"attachment", "sha256"}}
            entry.hash = previous = hash_of(entry, previous)
            LogEntry.objects.filter(pk=entry.pk).update(detail=entry.detail, hash=entry.hash)
        install_triggers(connection)
        html = Client().get("/verify/", {"sha256": filed.sha256}).content.decode()
        assert (verdict(html), "存档早于校验值登记" in html) == ("一致", True)
        assert snapshot.content["attachments"]
        call_command("check_archive")
        assert "全部一致" in capsys.readouterr().out
    assert "存档早于校验值登记" not in Client().get("/verify/", {"sha256": filed.sha256}).content.decode()


def test_what_the_department_takes_out_or_renames_is_no_fault(world: World, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    world.fill()
    kept, gone = (
        add_attachment(world.preparer, world.assessment.pk, name, SimpleUploadedFile("a.pdf", _PDF + tail), "a.pdf")
        for name, tail in (("甲", b"\n"), ("乙", b"\n\n"))
    )
    world.assessment.attachments.filter(pk=kept.pk).update(name="改名")
    remove_attachment(world.preparer, gone.pk)
    call_command("check_archive")
