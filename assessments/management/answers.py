"""What the commands share: how they find an assessment, write a file, and say that something cannot be used."""

from pathlib import Path

from django.core.management.base import CommandError, CommandParser

from assessments.models import Assessment
from assessments.processes.atomic_files import write_whole

UNUSABLE = 2


def add_department_arguments(parser: CommandParser) -> None:
    """--department and --year, which name one assessment."""
    parser.add_argument("--department", required=True, help="部门名称。")
    parser.add_argument("--year", type=int, required=True, help="预算年度。")


def assessment_named(department: str, year: int) -> Assessment:
    """The department's assessment of that year; CommandError with exit code 2 where there is none."""
    assessments = Assessment.objects.select_related("round__fiscal_year", "department__section")
    found = assessments.filter(department__name=department, round__fiscal_year__year=year).first()
    if found is None:
        raise CommandError(f"没有“{department}”{year} 年度的绩效自评。", returncode=UNUSABLE)
    return found


def write_file(path: Path, content: bytes) -> None:
    """Write the whole file or none of it."""
    try:
        write_whole(path, lambda file: file.write(content))
    except OSError as error:
        raise CommandError(f"{path}：不能写入（{error.strerror}）。", returncode=UNUSABLE) from error
