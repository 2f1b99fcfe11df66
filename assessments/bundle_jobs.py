"""Documents of many departments in one ZIP file: ordered by a person, drawn department by department in the background.

What all of them come to together is drawn by one job more.

A job may be begun twice (its worker was killed, or two workers hold it): every step finds out from the rows what is
still to do, files are whole or absent, and states change by conditional updates.
"""

import errno
import hashlib
import logging
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django_q.tasks import async_task

from assessments.drafting import Refused
from assessments.models import Assessment, Bundle, BundledDocument
from assessments.processes.atomic_files import write_whole
from assessments.queries import assessments_for_review, notice_numbers
from assessments.reports.county.bundle_list import checksums, listed
from assessments.reports.county.documents import CountyDocument, county_document_named
from assessments.reports.county.sources import county_of
from assessments.reports.document.model import DocumentError
from assessments.reports.documents import DepartmentKind, Format, Series, document_named, title_of
from assessments.reports.sources import file_of, source_of
from assessments.terms import BundleState, DocumentState
from evalsite.accounts.models import User
from evalsite.costs import begin_costly_work

KEPT_FOR = timedelta(days=7)
MOST_ATTEMPTS = 3  # a document that was begun so often and never ended has killed its worker
_DISK_FULL = "服务器磁盘空间不足，请联系系统管理员。"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # of the members of the ZIP file: the same documents give the same bytes
_log = logging.getLogger(__name__)


@transaction.atomic
def order_bundle(
    user: User,
    assessments: Sequence[Assessment],
    wanted: Sequence[tuple[DepartmentKind, Format]],
    of_all: Sequence[tuple[CountyDocument, Format]] = (),
) -> Bundle:
    """Order the `wanted` documents of each of these assessments, and those `of_all` of them together; raises Refused.

    The jobs are queued in the same transaction.
    """
    if user.bureau_role is None or not assessments or not (wanted or of_all):
        raise Refused("没有可以打包的文书。")
    if of_all and len({assessment.round_id for assessment in assessments}) > 1:
        raise Refused("汇总材料按年度汇总，请先在列表中选定一个自评任务。")
    begin_costly_work()
    _remove_expired()
    try:
        with transaction.atomic():
            bundle = Bundle.objects.create(owner=user)
    except IntegrityError as refused:
        raise Refused("上一个打包任务尚未完成，请等它完成或取消后再试。") from refused
    bundle.assessments.set(assessments)
    BundledDocument.objects.bulk_create(_documents(bundle, assessments, wanted, of_all))
    if of_all:
        async_task("assessments.bundle_jobs.draw_documents", bundle.pk, None)
    for assessment in assessments if wanted else ():
        async_task("assessments.bundle_jobs.draw_documents", bundle.pk, assessment.pk)
    return bundle


def _documents(
    bundle: Bundle,
    assessments: Sequence[Assessment],
    wanted: Sequence[tuple[DepartmentKind, Format]],
    of_all: Sequence[tuple[CountyDocument, Format]],
) -> Iterator[BundledDocument]:
    for shared, format_ in of_all:
        yield BundledDocument(bundle=bundle, position=0, key=shared.key, format=format_.value)
    numbers = notice_numbers(assessments)
    for position, assessment in enumerate(assessments, start=1):
        for kind, format_ in wanted:
            for key in _keys(kind, numbers.get(assessment.pk, ())):
                yield BundledDocument(
                    bundle=bundle, position=position, assessment=assessment, key=key, format=format_.value
                )


def _keys(kind: DepartmentKind, numbers: Sequence[tuple[int, int]]) -> list[str]:
    """Of a series one for each notice (year, number); its own, of which there is no document, where there is none."""
    numbered = [kind.key_of(*number) for number in numbers] if isinstance(kind, Series) else []
    return numbered or [kind.key]


def cancel_bundle(bundle: Bundle) -> None:
    """Stop a bundle; what is being drawn right now is thrown away when it is done."""
    _end(bundle, BundleState.CANCELLED)
    shutil.rmtree(_folder(bundle), ignore_errors=True)


@transaction.atomic
def remove_bundle(bundle: Bundle) -> None:
    """Take a bundle away; its files go once that stands."""
    file, folder = bundle_file(bundle), _folder(bundle)
    bundle.delete()
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
    if file is not None:
        transaction.on_commit(lambda: file.unlink(missing_ok=True))


def bundle_file(bundle: Bundle) -> Path | None:
    """The finished file, where there is one."""
    return Path(settings.MEDIA_ROOT) / bundle.file if bundle.file else None


def _remove_expired() -> None:
    for bundle in Bundle.objects.filter(created_at__lt=timezone.now() - KEPT_FOR):
        remove_bundle(bundle)


def draw_documents(bundle_id: int, assessment_id: int | None) -> None:
    """The job: draw what one department still lacks, and pack the bundle when nothing lacks any more.

    None stands for the documents of all departments of the order together.
    """
    bundle = Bundle.objects.select_related("owner").filter(pk=bundle_id).first()
    if bundle is None:
        return
    for document in bundle.documents.filter(assessment=assessment_id, state=DocumentState.WAITING):
        if not _is_working(bundle):
            return
        _draw(bundle, document)
    if _is_working(bundle) and not bundle.documents.filter(state=DocumentState.WAITING).exists():
        _guarded(bundle, lambda: _pack(bundle))


def _draw(bundle: Bundle, document: BundledDocument) -> None:
    if document.attempts >= MOST_ATTEMPTS:
        _fail(document, "多次未能生成，内容可能过多，请联系系统管理员。")
        return
    BundledDocument.objects.filter(pk=document.pk).update(attempts=F("attempts") + 1)
    try:
        drawn = _drawn(bundle, document)
    except (DocumentError, Refused) as error:
        _fail(document, str(error))
    except Exception:  # noqa: BLE001 - one broken department must not hold up the others; it is logged and named
        _log.exception("a bundled document could not be drawn", extra={"assessment": document.assessment_id})
        _fail(document, "生成时出错，请联系系统管理员。")
    else:
        if drawn is None:
            _settle(document, DocumentState.ABSENT, f"该部门没有“{title_of(document.key)}”的内容，无须生成。")
        else:
            _guarded(bundle, lambda: _keep(bundle, document, drawn))


@dataclass(frozen=True, slots=True)
class _DrawnPaper:
    name: str
    is_draft: bool
    content: bytes


def _drawn(bundle: Bundle, document: BundledDocument) -> _DrawnPaper | None:
    """The file with its name; None where the department has nothing to say in this document."""
    if document.assessment_id is None:
        return _drawn_of_all(bundle, document)
    assessment = assessments_for_review(bundle.owner).filter(pk=document.assessment_id).first()
    if assessment is None:
        raise Refused("申请人已无权查看该部门的自评。")
    source, format_ = source_of(assessment), Format(document.format)
    wanted = document_named(document.key, source)
    if wanted is None:
        return None
    name = wanted.file_name(source, format_, number=f"{document.position:03}")
    return _DrawnPaper(name, wanted.is_draft(source), file_of(assessment, wanted, format_, source))


def _drawn_of_all(bundle: Bundle, document: BundledDocument) -> _DrawnPaper:
    """The file of all departments of the order; raises Refused where its owner may not see one of them any more."""
    ordered = bundle.assessments.all()
    assessments = list(assessments_for_review(bundle.owner).filter(pk__in=ordered))
    if len(assessments) != ordered.count():
        raise Refused("申请人已无权查看其中部门的自评。")
    county, format_ = county_of(assessments[0].round, assessments), Format(document.format)
    wanted = county_document_named(document.key)
    if wanted is None:
        raise Refused("没有这份文书。")
    name = wanted.file_name(county, format_, number=f"{document.position:03}")
    return _DrawnPaper(name, county.is_draft, wanted.file(county, format_))


def _fail(document: BundledDocument, reason: str) -> None:
    _settle(document, DocumentState.FAILED, reason)


def _settle(document: BundledDocument, state: DocumentState, reason: str) -> None:
    """Say why there is no file."""
    waiting = BundledDocument.objects.filter(pk=document.pk, state=DocumentState.WAITING)
    waiting.update(state=state, reason=reason[:200])


def _keep(bundle: Bundle, document: BundledDocument, drawn: _DrawnPaper) -> None:
    folder = _folder(bundle)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / document.stored_name, lambda file: file.write(drawn.content))
    BundledDocument.objects.filter(pk=document.pk).update(
        state=DocumentState.DONE,
        name=drawn.name,
        is_draft=drawn.is_draft,
        size=len(drawn.content),
        sha256=hashlib.sha256(drawn.content).hexdigest(),
    )
    if not _is_working(bundle):  # cancelled meanwhile
        shutil.rmtree(folder, ignore_errors=True)


def _pack(bundle: Bundle) -> None:
    """Write the ZIP file and say so; the one who comes second takes his own away."""
    documents = list(bundle.documents.select_related("assessment__department"))
    if not any(document.state == DocumentState.DONE for document in documents):
        _end(bundle, BundleState.FAILED, "没有一份文件能够生成。")
        return
    file = Path("bundles") / f"{uuid4().hex}.zip"
    path = Path(settings.MEDIA_ROOT) / file
    write_whole(path, lambda target: _zip(target, _folder(bundle), documents))
    with path.open("rb") as written:
        sha256 = hashlib.file_digest(written, "sha256").hexdigest()
    if not _end(bundle, BundleState.READY, file=str(file), size=path.stat().st_size, sha256=sha256):
        path.unlink()
    shutil.rmtree(_folder(bundle), ignore_errors=True)


def _zip(target: IO[bytes], folder: Path, documents: Sequence[BundledDocument]) -> None:
    done = [document for document in documents if document.state == DocumentState.DONE]
    with zipfile.ZipFile(target, "w") as archive:
        for document in done:
            _add(archive, document.name, (folder / document.stored_name).read_bytes())
        _add(archive, "清单.csv", listed(documents).encode())
        _add(archive, "SHA256SUMS", checksums(done).encode())


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(name, _FIXED_TIME)
    member.external_attr = 0o644 << 16
    archive.writestr(member, content)


def _guarded(bundle: Bundle, write: Callable[[], None]) -> None:
    """Write to the disk; a full one ends the bundle with a word about it."""
    try:
        write()
    except FileNotFoundError:
        if _is_working(bundle):  # else somebody cancelled or packed it meanwhile
            raise
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        _end(bundle, BundleState.FAILED, _DISK_FULL)
        shutil.rmtree(_folder(bundle), ignore_errors=True)


def _is_working(bundle: Bundle) -> bool:
    return _while_working(bundle).exists()


def _while_working(bundle: Bundle) -> QuerySet[Bundle]:
    return Bundle.objects.filter(pk=bundle.pk, state=BundleState.WORKING)


def _end(bundle: Bundle, state: BundleState, reason: str = "", **said: str | int) -> bool:
    """Whether this call ended the bundle; another may have been quicker."""
    return _while_working(bundle).update(state=state, reason=reason, ended_at=timezone.now(), **said) == 1


def _folder(bundle: Bundle) -> Path:
    """Where the drawn documents of a bundle wait to be packed."""
    return Path(settings.MEDIA_ROOT) / "bundles" / str(bundle.pk)
