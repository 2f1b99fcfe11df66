"""Every address of the site, with a sample in place of each variable part: for rules that hold everywhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters
from django.urls.resolvers import RoutePattern

SAMPLES = {"int": "1", "slug": "a", "str": "a", "path": "a", "uuid": "00000000-0000-0000-0000-000000000001"}


@dataclass(frozen=True)
class Address:
    name: str
    path: str
    route: str

    def __str__(self) -> str:
        return self.route


def all_addresses(values: Mapping[str, object] | None = None) -> list[Address]:
    """All addresses; `values` are for variable parts by their name, the rest is filled by kind."""
    return list(_walk(get_resolver(), "", "", values or {}))


def _walk(resolver: URLResolver, path: str, route: str, values: Mapping[str, object]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here, here_route = path + _sample(entry.pattern, values), route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Address(entry.name or "", f"/{here}", f"/{here_route}")
        else:
            yield from _walk(entry, here, here_route, values)


def _sample(pattern: RoutePattern, values: Mapping[str, object]) -> str:
    """The route with samples; a converter of our own gives the first alternative of its expression."""
    assert isinstance(pattern, RoutePattern), f"{pattern}: use path(), so that tests can fill it in"
    text = str(pattern)
    names = {type(converter): name for name, converter in get_converters().items()}
    for variable, converter in pattern.converters.items():
        name = names[type(converter)]
        value = str(values.get(variable) or SAMPLES.get(name) or converter.regex.split("|")[0])
        text = text.replace(f"<{name}:{variable}>", value).replace(f"<{variable}>", value)
    return text
