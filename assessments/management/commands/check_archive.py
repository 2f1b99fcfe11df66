"""check_archive: whether everything that was filed is still what was filed."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments import integrity
from assessments.integrity import ChainEnd
from assessments.management.answers import UNUSABLE, write_file
from assessments.models import Assessment

FAULTY = 1


class Command(BaseCommand):
    help = "核对存档：办理过程、报送数据、存档报告和附件是否与登记的一致。退出码：0 一致，1 有不一致，2 不能核对。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--against", type=Path, help="上次核对写出的清单，核对此后有无删改。")
        parser.add_argument("--output", type=Path, help="写出本次清单（CSV），请保存到另一台机器上。")

    def handle(self, *args: Any, **options: Any) -> None:
        listed = _listed(options["against"]) if options["against"] else []
        assessments = list(Assessment.objects.select_related("round__fiscal_year", "department").order_by("pk"))
        faults = [f"{each}：{fault}" for each in assessments for fault in integrity.faults_of(each)]
        faults += integrity.faults_against(listed)
        if faults:
            raise CommandError("\n".join([*faults, f"共 {len(faults)} 处不一致。"]), returncode=FAULTY)
        if options["output"]:
            write_file(options["output"], integrity.written(integrity.chain_ends(assessments)))
        self.stdout.write(f"已核对 {len(assessments)} 份自评，全部一致。")


def _listed(path: Path) -> list[ChainEnd]:
    try:
        return integrity.read(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path}：不能读取（{error.strerror}）。", returncode=UNUSABLE) from error
    except ValueError as error:
        raise CommandError(f"{path}：不是本命令写出的清单。", returncode=UNUSABLE) from error
