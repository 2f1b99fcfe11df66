"""check_archive: every way in which something filed can stop being what was filed is told, nothing else is."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from assessments.append_only import install_triggers, remove_triggers
from assessments.drafting import add_attachment
from assessments.models import RectificationItem, RectificationNotice
from assessments.review.rectification import issue_notice
from assessments.rules.rectification import Demand
from assessments.terms import Action
from tests.factories import APPROVING, World
from tests.small_pdf import small_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(world: World, settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path / "media"
    world.fill()
    add_attachment(world.preparer, world.assessment.pk, "满意度调查", io.BytesIO(small_pdf()), "paper.pdf")
    world.bring_to(*APPROVING)
    return world


def checked(capsys, **options) -> str:
    call_command("check_archive", **options)
    return capsys.readouterr().out


def refused(**options) -> tuple[int, str]:
    with pytest.raises(CommandError) as error:
        call_command("check_archive", **options)
    return error.value.returncode, str(error.value)


def change(world: World, statement: str, *values: object) -> None:
    remove_triggers(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} AND assessment_id = %s", [*values, world.assessment.pk])
    install_triggers(connection)


def test_what_is_as_it_was_filed_is_said_to_be(filed: World, capsys) -> None:
    assert checked(capsys) == "已核对 2 份自评，全部一致。\n"


@pytest.mark.parametrize(
    ("statement", "value", "fault"),
    [
        (
            "UPDATE assessments_logentry SET comment = %s WHERE number = 2",
            "x",
            "办理过程第 2 条被改动，或其前后缺少记录",
        ),
        ("UPDATE assessments_snapshot SET content = %s WHERE number = 1", "{}", "第 1 次报送的数据与其文件校验值不符"),
        ("UPDATE assessments_storedreport SET pdf = %s WHERE 1 = 1", b"x", "第 1 次报送的存档报告与其文件校验值不符"),
    ],
)
def test_a_changed_row_is_named(filed: World, statement: str, value: object, fault: str) -> None:
    change(filed, statement, value)
    assert refused() == (1, f"{filed.assessment}：{fault}\n共 1 处不一致。")


def test_a_changed_or_lost_file_is_named(filed: World) -> None:
    place = Path(filed.assessment.attachments.get(name="满意度调查").file.path)
    place.write_bytes(place.read_bytes()[:-1] + b"x")
    assert "附件“满意度调查”的文件与其文件校验值不符" in refused()[1]
    place.unlink()
    assert "附件“满意度调查”的文件不能读取" in refused()[1]


def test_a_log_that_was_cut_short_is_seen_against_the_list(filed: World, tmp_path, capsys) -> None:
    """A chain fits without a last entry that moved no status and left no row: only a list kept elsewhere shows it."""
    demands, due_on = [Demand("台账不全。", "补齐台账。")], timezone.localdate() + timedelta(days=9)
    issue_notice(filed.administrator, filed.assessment.pk, demands, due_on)
    kept = tmp_path / "list.csv"
    checked(capsys, output=kept)
    checked(capsys, against=kept)
    last = filed.assessment.log.count()
    change(filed, f"DELETE FROM assessments_logentry WHERE number = {last}")
    RectificationItem.objects.all().delete()
    RectificationNotice.objects.all().delete()
    assert checked(capsys) == "已核对 2 份自评，全部一致。\n"
    fault = f"{filed.assessment}：清单所列的第 {last} 条办理过程已不存在或被改动"
    assert refused(against=kept) == (1, f"{fault}\n共 1 处不一致。")


def test_later_steps_do_not_contradict_the_list(filed: World, tmp_path, capsys) -> None:
    kept = tmp_path / "list.csv"
    checked(capsys, output=kept)
    filed.bring_to(Action.PUBLISH)
    assert checked(capsys, against=kept) == "已核对 2 份自评，全部一致。\n"


def test_no_list_is_written_of_what_is_not_right(filed: World, tmp_path) -> None:
    change(filed, "UPDATE assessments_logentry SET comment = 'x' WHERE number = 2")
    assert refused(output=tmp_path / "list.csv")[0] == 1
    assert not (tmp_path / "list.csv").exists()


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", "自评,名称\n1,甲\n".encode(), "自评,名称,办理过程条数,末条哈希\n一,甲,1,x\n".encode()]
)
def test_another_file_is_refused(world: World, tmp_path, content: bytes) -> None:
    other = tmp_path / "other.csv"
    other.write_bytes(content)
    assert refused(against=other) == (2, f"{other}：不是本命令写出的清单。")
    assert refused(against=tmp_path / "none.csv")[0] == 2
