"""Where the layouts of forms come from: the sets of the package, and a county's folder that replaces or adds some.

A set is a folder with one TOML file per form and `name.txt`. A form that a set lacks is taken from the set of the same
name in the package, else from `DEFAULT`. A round freezes the texts of the set that its scheme names, so that last
year's forms keep last year's layout whatever the folder holds today.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from assessments.reports.form_pages.department import DEPARTMENT_FORM
from assessments.reports.form_pages.layout_file import Layout, LayoutError, read_layout
from assessments.reports.form_pages.project import PROJECT_FORM
from assessments.reports.form_pages.renderer import Form
from assessments.reports.form_pages.summary import COUNTY_FORM, SUMMARY_FORM
from assessments.reports.form_pages.transfer import TRANSFER_FORM
from assessments.schema.scheme import DEFAULT_LAYOUT

FORMS: dict[str, Form[Any]] = {
    form.key: form for form in (DEPARTMENT_FORM, PROJECT_FORM, TRANSFER_FORM, SUMMARY_FORM, COUNTY_FORM)
}
Texts = Mapping[str, str]
_PACKAGE = Path(__file__).parent / "layouts"
_NAME = "name.txt"


@dataclass(frozen=True, slots=True)
class LayoutSet:
    key: str
    name: str  # what people read
    folders: tuple[Path, ...]  # where its forms are looked for, the county's first


def layout_sets() -> dict[str, LayoutSet]:
    """All sets by their key; raises LayoutError where the county's folder cannot be read."""
    county = Path(settings.FORM_LAYOUT_DIR) if settings.FORM_LAYOUT_DIR else None
    if county and not county.is_dir():
        raise LayoutError([f"{county}：表样文件夹不存在（FORM_LAYOUT_DIR）。"])
    roots = ([county] if county else []) + [_PACKAGE]
    keys = sorted({folder.name for root in roots for folder in root.iterdir() if _is_set(folder)})
    return {key: _set(key, [root / key for root in roots if (root / key).is_dir()]) for key in keys}


def layout_choices() -> list[tuple[str, str]]:
    """(key, name) of the sets that a scheme may pick; the package's alone while the county's folder is missing."""
    try:
        return [(one.key, one.name) for one in layout_sets().values()]
    except LayoutError:
        return [(key, _set(key, [_PACKAGE / key]).name) for key in sorted(path.name for path in _PACKAGE.iterdir())]


def _is_set(folder: Path) -> bool:
    return folder.is_dir() and not folder.name.startswith((".", "_"))


def _set(key: str, folders: list[Path]) -> LayoutSet:
    for folder in folders:
        if (folder / _NAME).is_file():
            return LayoutSet(key, _text(folder / _NAME).strip(), tuple(folders))
    return LayoutSet(key, key, tuple(folders))


def texts_of(key: str) -> dict[str, str]:
    """The text of every form's layout in this set, checked; raises LayoutError with all problems."""
    sets = layout_sets()
    if key not in sets:
        raise LayoutError([f"没有名为“{key}”的表样（可用：{'、'.join(sets)}）。"])
    texts, problems = {}, []
    for form in FORMS.values():
        path = _path(sets[key], form)
        try:
            texts[form.key] = _text(path)
            read_layout(texts[form.key], _called(path), form.vocabulary)
        except LayoutError as error:
            problems += error.problems
    if problems:
        raise LayoutError(problems)
    return texts


def problems() -> list[str]:
    """Everything that is wrong with the layouts, the county's folder among them."""
    try:
        sets = layout_sets()
    except LayoutError as error:
        return error.problems
    found: dict[str, None] = {}
    for key, one in sets.items():
        known = {f"{form}.toml" for form in FORMS} | {_NAME}
        for folder in one.folders:
            strange = [path for path in sorted(folder.iterdir()) if path.name not in known]
            found |= dict.fromkeys(
                f"{_called(path)}：不是表样文件（可用：{'、'.join(sorted(known))}）。" for path in strange
            )
        try:
            texts_of(key)
        except LayoutError as error:
            found |= dict.fromkeys(error.problems)
    return list(found)


def layout_of(form: str, texts: Texts, key: str = DEFAULT_LAYOUT) -> Layout:
    """The layout of one form: as it was frozen, or the package's where nothing was; raises LayoutError."""
    text = texts.get(form) or _text(_packaged(key, form))
    return _read(form, text)


@lru_cache(maxsize=256)
def _read(form: str, text: str) -> Layout:
    return read_layout(text, f"{form}.toml", FORMS[form].vocabulary)


def _path(layouts: LayoutSet, form: Form[Any]) -> Path:
    for folder in layouts.folders:
        if (folder / f"{form.key}.toml").is_file():
            return folder / f"{form.key}.toml"
    return _packaged(layouts.key, form.key)


def _packaged(key: str, form: str) -> Path:
    own = _PACKAGE / key / f"{form}.toml"
    return own if own.is_file() else _PACKAGE / DEFAULT_LAYOUT / f"{form}.toml"


def _called(path: Path) -> str:
    """What a message calls the file: its set and its name."""
    return f"{path.parent.name}/{path.name}"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LayoutError([f"{_called(path)}：不能读取（须为 UTF-8 文本文件）。"]) from error
