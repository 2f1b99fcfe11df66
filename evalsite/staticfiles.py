"""The few third-party files that pages load, straight from their packages: nothing else of them is served."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

_BOOTSTRAP = Path(settings.BASE_DIR) / "node_modules/bootstrap/dist"

# Address under static/: the folder of a package and the file in it. A stylesheet or script that names a source map
# brings it along: the manifest storage refuses a name that leads nowhere.
VENDOR_FILES: dict[str, tuple[Path, str]] = {
    "vendor/bootstrap.min.css": (_BOOTSTRAP, "css/bootstrap.min.css"),
    "vendor/bootstrap.min.css.map": (_BOOTSTRAP, "css/bootstrap.min.css.map"),
    "vendor/bootstrap.bundle.min.js": (_BOOTSTRAP, "js/bootstrap.bundle.min.js"),
    "vendor/bootstrap.bundle.min.js.map": (_BOOTSTRAP, "js/bootstrap.bundle.min.js.map"),
}


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash, also where one script imports another: no page mixes two versions."""

    support_js_module_import_aggregation = True


class _Package(FileSystemStorage):
    """One file of a package under the name that pages use."""

    def __init__(self, address: str) -> None:
        folder, self._file = VENDOR_FILES[address]
        super().__init__(location=folder)

    def path(self, name: str) -> str:  # noqa: ARG002 - one storage, one file
        return super().path(self._file)


class VendorFinder(BaseFinder):
    def check(self, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG002 - the signature of a finder
        missing = [name for name, (folder, file) in VENDOR_FILES.items() if not (folder / file).is_file()]
        hint = "运行 script/install。"
        return [Error(f"缺少前端文件：{'、'.join(missing)}", hint=hint, id="evalsite.E001")] if missing else []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: ARG002, FBT001, FBT002
        if path not in VENDOR_FILES:
            return []
        folder, file = VENDOR_FILES[path]
        found = str(folder / file)
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:  # noqa: ARG002
        for address in VENDOR_FILES:
            yield address, _Package(address)
