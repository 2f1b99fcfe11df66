"""One folder takes everything that is written: it is asked for before anything is begun."""

import os

import pytest
from django.core.exceptions import ImproperlyConfigured

from evalsite.state import prepare


def test_it_is_made_with_a_place_for_temporary_files(tmp_path):
    prepare(tmp_path / "a" / "state")

    assert (tmp_path / "a" / "state" / "tmp").stat().st_mode & 0o777 == 0o700
    prepare(tmp_path / "a" / "state")


def test_something_in_its_way_is_named(tmp_path):
    (tmp_path / "state").write_text("")

    with pytest.raises(ImproperlyConfigured, match=r"^STATE_DIR 无法写入（.*state/?.*）：须为"):
        prepare(tmp_path / "state")


@pytest.mark.parametrize("closed", ["state", "state/tmp"])
def test_a_folder_of_somebody_else_is_refused(tmp_path, monkeypatch, closed):
    prepare(tmp_path / "state")
    monkeypatch.setattr(os, "access", lambda path, mode: str(path) != str(tmp_path / closed))

    with pytest.raises(ImproperlyConfigured, match=f"STATE_DIR 无法写入（{tmp_path / closed}）"):
        prepare(tmp_path / "state")


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser can give a folder away")
def test_the_superuser_leaves_no_files_in_the_folder_of_another_account(tmp_path):
    prepare(tmp_path / "state")
    os.chown(tmp_path / "state", 65534, 65534)

    with pytest.raises(ImproperlyConfigured, match="属于别的账户"):
        prepare(tmp_path / "state")
