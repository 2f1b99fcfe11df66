"""Opens a report that somebody sent. Only its length is looked at here; all else is asked in the bounded child."""

from typing import Any

from assessments import bounded
from assessments.child import Refusal
from assessments.intake.document import MOST_CHARACTERS, ReportText, Unreadable

LARGEST_FILE = 30_000_000  # bytes
BOUNDS = bounded.Bounds(seconds=60)


def open_report(content: bytes, name: str) -> ReportText:
    """The text of a report file. `content` may be cut one byte behind LARGEST_FILE; `name` gives the extension.

    Raises Unreadable with a Chinese answer for everything that is no report with text.
    """
    if len(content) > LARGEST_FILE:
        raise Unreadable(
            f"文件超过 {LARGEST_FILE // 1_000_000} MB，无法读取。自评报告一般不超过几 MB，请去除图片后重试。"
        )
    return ReportText.from_json(_ask("file_task", content, name[-200:]))


def pasted(text: str) -> ReportText:
    """A report that was pasted; raises Unreadable where it is empty or too long."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable("粘贴的文字过多（超过 500 万字）。请只粘贴自评报告。")
    return ReportText.from_json(_ask("pasted_task", text.encode("utf-8", "surrogatepass")))


def _ask(task: str, content: bytes, *arguments: str, bounds: bounded.Bounds = BOUNDS) -> Any:
    try:
        return bounded.ask(f"assessments.intake.reading:{task}", content, *arguments, bounds=bounds)
    except Refusal as refusal:
        raise Unreadable(str(refusal)) from refusal
    except bounded.OutOfBoundsError as over:
        raise Unreadable(
            "文件内容过多或过于复杂，读取时超出时间或内存限制。请只保留自评报告的文字和表格后重试。"
        ) from over
    except bounded.FailedError as failed:
        raise Unreadable("文件无法读取，可能已损坏。请重新保存后重试。") from failed
