"""A person walks the site: every page that links lead to, with its links and the places that can be jumped to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urldefrag, urljoin

from django.test import Client

_TAG = re.compile(r"<(?!/|!)([a-z0-9]+)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_FILE = re.compile(r"\.(?:pdf|docx|xlsx|zip|csv|html|png|css|js|svg)$|/(?:download|export|order)/$|/attachments/\d+/$")
_OTHER_ORDER = re.compile(r"[?&](?:order|page)=")  # the same list once more


@dataclass(frozen=True)
class Link:
    """`source` is the page on which it stands; `words` what a person reads of its tag."""

    source: str
    path: str
    fragment: str


@dataclass
class Site:
    """What one person found: the ids of each page, and every link with where it leads."""

    ids: dict[str, set[str]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)

    def broken(self) -> set[str]:
        """Links to a place that their page does not have, of all pages that were walked."""
        return {
            f"{link.source} -> {link.path}#{link.fragment}"
            for link in self.links
            if link.fragment and link.path in self.ids and link.fragment not in self.ids[link.path]
        }


def walk(client: Client, start: str = "/", *, without: tuple[str, ...] = ()) -> Site:
    """Follow every link from `start`, each page once, `without` those whose address contains one of these.

    Files and other orders of the same list are not asked for.
    """
    site, waiting = Site(), [start]
    while waiting:
        path = waiting.pop(0)
        if path in site.ids or any(part in path for part in without):
            continue
        response = client.get(path)
        site.ids[path] = set()
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            continue
        html = response.content.decode()
        site.sources[path], site.ids[path] = html, ids_of(html)
        found = list(links_of(path, html))
        site.links += found
        waiting += [link.path for link in found if is_page(link.path)]
    return site


def is_page(path: str) -> bool:
    return path.startswith("/") and not _FILE.search(path.partition("?")[0]) and not _OTHER_ORDER.search(path)


def ids_of(html: str) -> set[str]:
    return {attributes["id"] for _, attributes in tags_of(html) if attributes.get("id")}


def links_of(page: str, html: str) -> Iterator[Link]:
    for tag, attributes in tags_of(html):
        if tag == "a" and "href" in attributes:
            address, fragment = urldefrag(urljoin(page, attributes["href"]))
            yield Link(page, address, fragment)


def tags_of(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    for found in _TAG.finditer(html):
        yield found[1], {name: unescape(value) for name, value in _ATTRIBUTE.findall(found[2])}
