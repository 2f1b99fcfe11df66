"""Checks a report that somebody sent. Only its length is looked at here; all else is asked in the bounded child."""

import json
from typing import Any

from assessments.intake.checked_report import CheckedReport
from assessments.intake.limits import LARGEST_FILE, MEMORY, MOST_CHARACTERS, SECONDS
from assessments.intake.loading.document import ReportText, Unreadable
from assessments.processes import limited_process
from assessments.processes.child import Refusal

BOUNDS = limited_process.Bounds(seconds=SECONDS, memory=MEMORY)


def check_report(content: bytes, name: str) -> CheckedReport:
    """A report file, checked. `content` may be cut one byte behind LARGEST_FILE; `name` gives the extension.

    Raises Unreadable with a Chinese answer for everything that is no report with text.
    """
    if len(content) > LARGEST_FILE:
        raise Unreadable(
            f"文件超过 {LARGEST_FILE // 1_000_000} MB，无法读取。自评报告一般不超过几 MB，请去除图片后重试。"
        )
    return CheckedReport.from_json(_ask("check_file", content, name[-100:]))


def check_pasted(text: str) -> CheckedReport:
    """A report that was pasted, checked; raises Unreadable where it is empty or too long."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(f"粘贴的文字超过 {MOST_CHARACTERS // 10_000} 万字，无法校核。请只粘贴自评报告。")
    return CheckedReport.from_json(_ask("check_pasted", text.encode("utf-8", "surrogatepass")))


def check_again(document: ReportText) -> CheckedReport:
    """A report that was read before, checked by the rules of today; raises Unreadable."""
    content = json.dumps(document.as_json(), ensure_ascii=False).encode("utf-8", "surrogatepass")
    return CheckedReport.from_json(_ask("check_again", content))


def _ask(task: str, content: bytes, *arguments: str, bounds: limited_process.Bounds = BOUNDS) -> Any:
    try:
        return limited_process.ask(f"assessments.intake.checking:{task}", content, *arguments, bounds=bounds)
    except Refusal as refusal:
        raise Unreadable(str(refusal)) from refusal
    except limited_process.OutOfTimeError as over:
        raise Unreadable(
            f"报告过于复杂，校核用时超过 {bounds.seconds} 秒，已停止。请只保留自评报告的文字和表格后重试。"
        ) from over
    except limited_process.OutOfMemoryError as over:
        raise Unreadable(
            f"报告过于复杂，占用内存超过 {bounds.memory // 1024**2} MB，已停止。请只保留自评报告的文字和表格后重试。"
        ) from over
    except limited_process.FailedError as failed:
        raise Unreadable("文件无法读取，可能已损坏。请重新保存后重试。") from failed
