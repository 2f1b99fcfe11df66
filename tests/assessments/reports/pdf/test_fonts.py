"""The fontconfig file: written once, for its folder of fonts, and true to what fontconfig itself makes of it."""

import os
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from assessments.reports.pdf.fonts import font_configuration


def test_it_is_written_once_and_names_the_folder(tmp_path):
    fonts = tmp_path / "fonts & <more>"
    file = font_configuration(fonts, tmp_path)
    assert f"<dir>{tmp_path}/fonts &amp; &lt;more&gt;</dir>" in file.read_text("utf-8")
    assert f"<cachedir>{file.parent}/cache</cachedir>" in file.read_text("utf-8")
    before = file.stat().st_mtime_ns
    assert font_configuration(fonts, tmp_path) == file
    assert file.stat().st_mtime_ns == before
    assert [path.name for path in file.parent.iterdir()] == ["fonts.conf"]


def test_another_folder_has_a_cache_of_its_own(tmp_path):
    first, second = (font_configuration(tmp_path / name, tmp_path) for name in ("a", "b"))
    assert first.parent != second.parent


@pytest.fixture(scope="module")
def matched(tmp_path_factory):
    """Asks fontconfig which face a pattern gets."""
    conf = font_configuration(Path(settings.FONT_DIR), tmp_path_factory.mktemp("fontconfig"))

    def match(pattern, what="%{file}"):
        environment = os.environ | {"FONTCONFIG_FILE": str(conf)}
        return subprocess.run(
            ["fc-match", "-f", what, pattern], env=environment, capture_output=True, text=True, check=True
        ).stdout

    return match


@pytest.mark.parametrize(
    ("pattern", "file"),
    [
        ("FandolSong:weight=80", "FandolSong-Regular.otf"),
        ("FandolSong:weight=200", "FandolSong-Bold.otf"),
        ("FandolFang", "FandolFang-Regular.otf"),
        ("FandolKai", "FandolKai-Regular.otf"),
        ("FandolHei", "FandolHei-Regular.otf"),
    ],
)
def test_each_face_is_found(pattern, file, matched):
    assert Path(matched(pattern)).name == file


@pytest.mark.parametrize(("family", "has_digits"), [("FandolFang", False), ("FandolKai", False), ("FandolSong", True)])
def test_digits_come_from_a_face_with_serifs(family, has_digits, matched):
    ranges = (piece.partition("-") for piece in matched(family, "%{charset}").split())
    assert any(int(first, 16) <= ord("5") <= int(last or first, 16) for first, _, last in ranges) == has_digits
