"""Every address of the site needs a login, except those named in PUBLIC: new ones fail closed."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from cixi_ip.urls import PUBLIC

# The admin's own login address only sends on to ours.
LOGIN = ("/login/?next=", "/admin/login/?next=")
PARAMETER = re.compile(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>")
SAMPLES = {
    "app_label": "stats", "url": "nothing/", "name": "approve", "object_id": "1", "kind": "xlsx",
}  # fmt: skip


def routes(patterns: list[object], prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = PARAMETER.sub(
            lambda found: SAMPLES.get(found[1] or found[2], "1"), str(pattern.pattern)
        )
        route = route.removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, prefix + route)
        else:
            yield prefix + route, pattern


def all_routes() -> list[tuple[str, URLPattern]]:
    return list(routes(get_resolver().url_patterns))


def test_the_walk_finds_the_whole_site() -> None:
    found = {pattern.name for _path, pattern in all_routes()}
    assert {"dashboard", "login", "index", "stats_entry_add", "stats_submission_move"} <= found
    assert len(found) > 60
    assert [path for path, pattern in all_routes() if resolve(path).url_name != pattern.name] == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_needs_a_login_unless_listed(client: Client, method: str) -> None:
    open_to_all = {}
    for path, pattern in all_routes():
        response = getattr(client, method)(path)
        target = response.headers.get("Location", "")
        if not (response.status_code == 302 and target.startswith(LOGIN)):
            open_to_all[pattern.name] = (path, response.status_code)
    assert set(open_to_all) == set(PUBLIC), open_to_all


@pytest.mark.django_db
def test_what_does_not_exist_is_not_found_and_tells_nothing(client: Client) -> None:
    response = client.get("/wp-admin/setup.php")
    assert response.status_code == 404
    assert "wp-admin" not in response.content.decode()
