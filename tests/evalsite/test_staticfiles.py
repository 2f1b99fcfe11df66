"""Third-party files: the named ones, and nothing else of their packages."""

import re

from django.contrib.staticfiles import finders
from django.core.management import call_command

from evalsite.staticfiles import VENDOR_FILES


def collected(tmp_path, settings):
    """What production serves: hashed and compressed by the manifest storage."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "evalsite.staticfiles.HashedStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}


def test_every_reference_of_every_file_leads_somewhere(tmp_path, settings):
    files = collected(tmp_path, settings)

    assert set(VENDOR_FILES) <= files
    assert "staticfiles.json" in files
    assert any(name.startswith("vendor/bootstrap.min.") and name.endswith(".css.br") for name in files)


def test_a_script_imports_the_hashed_name_of_another(tmp_path, settings):
    collected(tmp_path, settings)
    imported = {
        name
        for path in (tmp_path / "js").glob("*.*.js")
        for name in re.findall(r"""from ['"]\./(.+?)['"]""", path.read_text())
    }

    assert imported
    assert all(re.fullmatch(r".+\.[0-9a-f]{12}\.js", name) and (tmp_path / "js" / name).is_file() for name in imported)


def test_nothing_else_of_a_package_is_served(settings):
    named = {name for finder in finders.get_finders() for name, _ in finder.list([])}
    own = {
        path.relative_to(settings.BASE_DIR / "static").as_posix()
        for path in (settings.BASE_DIR / "static").rglob("*")
        if path.is_file()
    }

    assert named == own | set(VENDOR_FILES)


def test_a_file_outside_the_list_is_not_found():
    assert finders.find("vendor/../package.json") is None
    assert finders.find("vendor/bootstrap.css") is None
    assert finders.find("axes/x.css") is None
    assert finders.find("vendor/bootstrap.min.css").endswith("css/bootstrap.min.css")


def test_a_missing_package_is_said_at_start(monkeypatch, tmp_path):
    finder = finders.get_finder("evalsite.staticfiles.VendorFinder")
    assert finder.check() == []

    monkeypatch.setitem(VENDOR_FILES, "vendor/bootstrap.min.css", (tmp_path, "gone.js"))

    assert [error.msg for error in finder.check()] == ["缺少前端文件：vendor/bootstrap.min.css"]
