"""The fields of the form as a document: `python -m assessments.schema.field_list > docs/fields.md`."""

from collections.abc import Iterator

from assessments.schema.facts import Facts
from assessments.schema.fields import definitions_of, is_list, piece_below
from assessments.schema.kinds import FIGURE, MONEY, Choice, Day, Deadline, Flag, Kind, Pairs, Rows, Text, Whole
from assessments.schema.pointers import word
from assessments.schema.scheme_kinds import GradeStart, Sure
from assessments.terms import Section

_HEAD = """# 自评表字段清单

本清单由程序生成，勿直接修改：`python -m assessments.schema.field_list > docs/fields.md`。
“位置”是交换文件中的位置，`*` 表示任意一行；格式见 [exchange-format.md](exchange-format.md)。

| 位置 | 名称 | 内容 | 所属部分 | 带入下年 |
|---|---|---|---|---|
"""
_WORDS: dict[type, str] = {
    Day: "日期",
    Deadline: "日期或期限",
    Flag: "是否",
    Whole: "整数",
    Choice: "选项",
    Sure: "分数",
    GradeStart: "等级和起始分",
}


def document() -> str:
    return _HEAD + "".join(f"| {' | '.join(cells)} |\n" for cells in _rows(Facts, "", None))


def _rows(holder: type, above: str, inherited: Section | None) -> Iterator[tuple[str, ...]]:
    for name, definition in definitions_of(holder).items():
        pointer, section = f"{above}/{name}", definition.section or inherited
        if definition.kind is not None:
            label = word(pointer.replace("*", "0"))
            page = section.label if section else ""
            yield (
                f"`{pointer}`",
                label,
                _said(definition.kind, definition.unit),
                page,
                "是" if definition.is_carried else "",
            )
        elif below := piece_below(holder, name):
            yield from _rows(below, f"{pointer}/*" if is_list(holder, name) else pointer, section)


def _said(kind: Kind | None, unit: str) -> str:
    if isinstance(kind, Text):
        return f"文字，最多 {kind.longest} 字"
    if isinstance(kind, Rows):
        return f"多项：{_said(kind.item, unit)}"
    if isinstance(kind, Pairs):
        return f"按名称：{_said(kind.item, unit)}"
    if kind is MONEY:
        return "金额，万元"
    if kind is FIGURE:
        return "比率，%" if unit == "%" else "分数"
    return _WORDS.get(type(kind), "")


if __name__ == "__main__":
    print(document(), end="")  # noqa: T201 - a document is printed
