"""Draws one PDF in a process of its own: HTML comes in on standard input, the PDF leaves on standard output.

The only module that imports WeasyPrint. It runs as a script and knows nothing of the site: not its settings, its
database or its secrets. It reads files under the given folders and nothing else; its time and memory are bounded.
"""

import gc
import json
import resource
import sys
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit
from urllib.request import url2pathname

LIBRARIES_MISSING, RESOURCE_REFUSED, OUT_OF_MEMORY = 3, 4, 5
# Up to this size of HTML a document is drawn without garbage collection: faster, and the process ends anyway.
_SMALL = 2_000_000


def _fail(code: int, reason: object) -> NoReturn:
    sys.stderr.write(str(reason))
    sys.exit(code)


def _limit(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _draw(job: dict[str, Any]) -> bytes:
    from weasyprint import HTML  # noqa: PLC0415 - after the limits are set; raises OSError without its libraries
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class FolderFetcher(URLFetcher):
        """Opens files under the allowed folders. Anything else ends the drawing: no page of ours asks for it."""

        def __init__(self, folders: list[str]) -> None:
            super().__init__(allowed_protocols=("file",), allow_redirects=False, fail_on_errors=True)
            self._folders = [Path(folder).resolve() for folder in folders]

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            del headers
            parts = urlsplit(url)
            if parts.scheme != "file" or parts.netloc:
                raise FatalURLFetchingError(url)
            path = Path(url2pathname(parts.path)).resolve()
            if not path.is_file() or not any(path.is_relative_to(folder) for folder in self._folders):
                raise FatalURLFetchingError(url)
            kind = "text/css" if path.suffix == ".css" else "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    html = HTML(string=job["html"], base_url=job["base_url"], url_fetcher=FolderFetcher(job["folders"]))
    try:
        return html.write_pdf(pdf_variant="pdf/a-3a", presentational_hints=False)
    except FatalURLFetchingError as refused:
        _fail(RESOURCE_REFUSED, refused)


def main() -> None:
    job = json.load(sys.stdin)
    _limit(job["seconds"], job["memory"])
    if len(job["html"]) < _SMALL:
        gc.disable()
    try:
        sys.stdout.buffer.write(_draw(job))
    except OSError as missing:
        _fail(LIBRARIES_MISSING, missing)
    except MemoryError as full:
        _fail(OUT_OF_MEMORY, full)


if __name__ == "__main__":
    main()
